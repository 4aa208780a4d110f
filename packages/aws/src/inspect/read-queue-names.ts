import { paginateListQueues } from "@aws-sdk/client-sqs";
import { type Reading, show } from "@celeriac/core";
import type { Inspection } from "./inspection.ts";

/** SQS: names in one answer (ListQueues, API reference 2026); without a number it gives no further page. */
const PAGE_SIZE = 1000;

/** Reads the names of the queues that begin in a way, whosever they are; without one it asks for none. */
export async function readQueueNames(
  { clients, read }: Inspection,
  prefix: string | undefined,
): Promise<Reading<readonly string[]>> {
  if (prefix === undefined) return { kind: "found", value: [] };
  const resource = `the queues whose names begin with ${show(prefix)}`;
  return read({ action: "sqs:ListQueues", resource }, async () => {
    const names: string[] = [];
    const pages = paginateListQueues(
      { client: clients.sqs, pageSize: PAGE_SIZE },
      { QueueNamePrefix: prefix },
    );
    for await (const { QueueUrls = [] } of pages) {
      names.push(...QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)));
    }
    return names;
  });
}
