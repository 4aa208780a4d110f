import { describe } from "vitest";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";
import { messagesArrive } from "./messages-arrive.ts";
import { messagesMove } from "./messages-move.ts";
import { pollsWait } from "./polls-wait.ts";
import { DOCUMENTED_QUEUES, type QueueDifferences } from "./queue-differences.ts";
import { type QueueGroup, type QueuesUnderTest, queueSteps } from "./queue-under-test.ts";
import { receiptsHold } from "./receipts-hold.ts";
import { refusalsSayWhy } from "./refusals-say-why.ts";
import { sendsKeepApart } from "./sends-keep-apart.ts";
import { visibilityHides } from "./visibility-hides.ts";

/**
 * Tests that a sender and a receiver behave as standard queues of SQS do. Call it where tests are collected.
 * @param differences what is known to differ from AWS; the suite then expects the difference.
 * @param run `concurrent` runs tests side by side, since most of them wait: for queues whose time is real.
 */
export function testMessageQueueConformance(
  name: string,
  setup: () => Promise<QueuesUnderTest>,
  differences: Partial<QueueDifferences> = {},
  run: { readonly concurrent?: boolean } = {},
): void {
  describe(`${name}: message queues`, { timeout: SUITE_TIMEOUT_MS, ...run }, () => {
    const ports = underTest(setup);
    const declared = { ...DOCUMENTED_QUEUES, ...differences };
    for (const group of GROUPS) group(() => queueSteps(ports()), declared);
  });
}

const GROUPS: readonly QueueGroup[] = [
  messagesArrive,
  sendsKeepApart,
  refusalsSayWhy,
  pollsWait,
  visibilityHides,
  receiptsHold,
  messagesMove,
];
