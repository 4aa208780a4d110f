import { describe, expect, it } from "vitest";
import { hostEnvironment } from "./host-environment.ts";

describe("the code of an app under development finds in its environment", () => {
  it("what celeriac dev was started with, but nothing of a real account or another process", () => {
    const environment = hostEnvironment({
      ...{ PATH: "/bin", DATABASE_URL: "postgres://localhost", NODE_ENV: "development", TZ: "CET" },
      ...{ AWS_PROFILE: "work", AWS_SESSION_TOKEN: "secret", SST_RESOURCE_App: "{}" },
      ...{ CELERIAC_RESOURCES: "{}", CELERIAC_QUEUES: "mail", CELERIAC_HEALTH_PORT: "8080" },
      ...{ POWERTOOLS_LOG_LEVEL: "ERROR", npm_config_user_agent: "npm/11", UNSET: undefined },
    });
    expect(environment).toEqual({
      ...{ PATH: "/bin", DATABASE_URL: "postgres://localhost", NODE_ENV: "development" },
      ...{ TZ: ":UTC", POWERTOOLS_LOG_LEVEL: "DEBUG", CELERIAC_LOG_LEVEL: "debug" },
      NODE_OPTIONS: "--enable-source-maps",
    });
  });

  it("its own options of Node, and source maps with them", () => {
    const { NODE_OPTIONS } = hostEnvironment({ NODE_OPTIONS: "--conditions=local" });
    expect(NODE_OPTIONS).toBe("--conditions=local --enable-source-maps");
  });
});
