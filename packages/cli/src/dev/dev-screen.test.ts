import { defineApp, defineTask, fargate, lambda } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { DevEvent } from "./dev-port.ts";
import { createJsonScreen, createTextScreen, type StartedWith } from "./dev-screen.ts";

const app = defineApp({
  name: "shop",
  tasks: [defineTask({ name: "a", run: () => 1 })],
  queues: { default: lambda(), studio: fargate() },
});
const started: StartedWith = {
  ...{ app, directory: "/home/ann/shop", keep: false, endpoint: undefined },
  sources: {
    app: { path: "/home/ann/shop/src/app.ts", exportName: undefined },
    consumer: undefined,
    worker: undefined,
  },
};
const screen = createTextScreen(started, (_, text) => text);

describe("what happens is told in a sentence", () => {
  it.each<[DevEvent, string]>([
    [
      {
        kind: "build-failed",
        reason: "Error: x\n    at run (/home/ann/shop/a.ts:1:1)",
        kept: true,
      },
      "The code as saved cannot run; what ran before goes on.\n    Error: x\n        at run (a.ts:1:1)\n",
    ],
    [
      { kind: "build-failed", reason: "no", kept: false },
      "The code as saved cannot run; it is tried again at the next save.\n    no\n",
    ],
    [
      { kind: "host-failed", host: "worker", reason: "exit code 1", kept: true },
      "worker could not start with the new code; the code before goes on.\n    exit code 1\n",
    ],
    [
      { kind: "host-failed", host: "lambda:default", reason: "no", kept: false },
      "lambda:default could not start with the new code; its messages wait for the next save.\n    no\n",
    ],
    [
      { kind: "reloaded", hosts: ["lambda:default", "worker"], tookMs: 412.3 },
      "Reloaded lambda:default, worker in 412ms.\n",
    ],
    [{ kind: "provisioned", queues: ["default"] }, "Provisioned anew: default.\n"],
    [
      { kind: "worker-ended", how: "exit code 7", startsAgain: true },
      "The worker ended (exit code 7); it is started again.\n",
    ],
    [
      { kind: "worker-ended", how: "by SIGKILL", startsAgain: false },
      "The worker ended (by SIGKILL); it is started again at the next save.\n",
    ],
    [{ kind: "line", source: "dynamodb", line: "listening on 1" }, ""],
  ])("%j", (event, text) => {
    expect(screen.event(event)).toBe(text);
  });
});

describe("programs are told", () => {
  it("the same, one object in a line", () => {
    const json = createJsonScreen(started);
    expect(json.event({ kind: "provisioned", queues: ["default"] })).toBe(
      '{"event":"provisioned","queues":["default"]}\n',
    );
    expect(json.event({ kind: "line", source: "worker", line: "hello" })).toBe(
      '{"event":"text","text":"hello","host":"worker"}\n',
    );
    expect(json.stopped()).toBe('{"event":"stopped"}\n');
  });
});
