import { randomBytes } from "node:crypto";
import { type AwsPorts, type CallPolicies, type CallPolicy, createAwsPorts } from "@celeriac/aws";
import type { Topology } from "@celeriac/core";
import { startAwsAtEndpoint } from "@celeriac/local";
import type { QueuesUnderTest } from "@celeriac/testing/conformance";
import { inject } from "vitest";
import { MAX_RECEIVE_COUNT, topologyOf } from "../conformance/embedded-ports.ts";

export type EmulatorName = "localstack" | "ministack";

/** Where the project's set-up has started an emulator. */
export function endpointOf(emulator: EmulatorName): string {
  const endpoint = inject(emulator);
  if (endpoint !== undefined) return endpoint;
  throw new Error(`there is no ${emulator}: run npm run test:localstack, with Python installed`);
}

/** Part of the names of what a test makes: an emulator that others use too is shared in peace. */
export function freshStage(): string {
  return randomBytes(4).toString("hex");
}

const PATIENT: CallPolicy = { attemptMs: 45_000, deadlineMs: 45_000 };

/** An emulator on a busy machine may be slow: a write that is repeated meets its own first copy, which no suite expects. */
const PATIENT_WRITES: Partial<CallPolicies> = {
  "sqs:SendMessageBatch": PATIENT,
  "dynamodb:BatchExecuteStatement": PATIENT,
  "dynamodb:PutItem": PATIENT,
  "dynamodb:UpdateItem": PATIENT,
  "dynamodb:DeleteItem": PATIENT,
};

/** The adapters on resources of their own; `close` removes them. */
export async function emulatorPorts(
  emulator: EmulatorName,
  topology: Topology = topologyOf(1),
): Promise<AwsPorts> {
  const aws = await startAwsAtEndpoint({
    endpoint: endpointOf(emulator),
    topology,
    stage: freshStage(),
  });
  const ports = createAwsPorts(aws.resources, { policies: PATIENT_WRITES });
  const close = async (): Promise<void> => {
    await ports.close();
    await aws.stop();
  };
  return { ...ports, close };
}

/** As many queues at an emulator, each answered once by `freshQueue`. */
export async function emulatorQueues(
  emulator: EmulatorName,
  count: number,
): Promise<QueuesUnderTest & AwsPorts> {
  const topology = topologyOf(count);
  const unused = topology.queues.map((queue) => queue.name);
  return {
    ...(await emulatorPorts(emulator, topology)),
    freshQueue: () => unused.pop() ?? "no-queue-left",
    maxReceiveCount: MAX_RECEIVE_COUNT,
    settle: (work) => work,
  };
}
