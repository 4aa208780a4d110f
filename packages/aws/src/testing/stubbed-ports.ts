import type { Resources } from "@celeriac/core";
import { type AwsPorts, createAwsPorts } from "../aws-ports.ts";
import { createInstantClock, type InstantClock } from "./instant-clock.ts";
import { type StubServer, startStubServer } from "./stub-server.ts";

/** The real ports and the real SDK, against a server that says what a test wants. */
export interface StubbedPorts extends AsyncDisposable {
  readonly stub: StubServer;
  readonly ports: AwsPorts;
  readonly clock: InstantClock;
  /** Every request: `sqs:SendMessageBatch`. */
  readonly calls: readonly string[];
}

export async function stubbedPorts(overrides: Partial<Resources> = {}): Promise<StubbedPorts> {
  const stub = await startStubServer();
  const clock = createInstantClock();
  const calls: string[] = [];
  const ports = createAwsPorts(
    { ...stub.resources, ...overrides },
    {
      clock,
      random: { next: () => 0, hex: (length) => "ab".repeat(length) },
      onCall: (service, operation) => calls.push(`${service}:${operation}`),
    },
  );
  return {
    stub,
    ports,
    clock,
    calls,
    async [Symbol.asyncDispose]() {
      await ports.close();
      await stub.close();
    },
  };
}
