import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HEALTH_CHECK, HEALTH_PORT } from "./health-check.ts";

const dockerfile = readFileSync(
  new URL("../../../celeriac/docker/Dockerfile", import.meta.url),
  "utf8",
);

describe("ECS asks a worker for its health as the image itself does", () => {
  it("by the same command, as often", () => {
    const [, flags = "", command = ""] = /HEALTHCHECK (.*?) \\\s*CMD (.*)/.exec(dockerfile) ?? [];
    expect(["CMD", ...(JSON.parse(command) as string[])]).toEqual(HEALTH_CHECK.command);
    const seconds = (duration: string): string => duration.replace(" seconds", "s");
    const { interval, timeout, startPeriod, retries } = HEALTH_CHECK;
    expect(flags.split(" ")).toEqual([
      `--interval=${seconds(interval)}`,
      `--timeout=${seconds(timeout)}`,
      `--start-period=${seconds(startPeriod)}`,
      `--retries=${retries}`,
    ]);
  });

  it("at the same port", () => {
    expect(dockerfile).toContain(`CELERIAC_HEALTH_PORT=${HEALTH_PORT}\n`);
    expect(dockerfile).toContain(`EXPOSE ${HEALTH_PORT}\n`);
  });
});
