import { type Column, columnTable } from "../text/column-table.ts";
import type { Paint } from "../text/paint.ts";
import { lengthText } from "../text/time-text.ts";
import type { QueueState } from "./queue-state.ts";

const HEADS = ["QUEUE", "CONSUMER", "READY", "IN FLIGHT", "DELAYED", "OLDEST", "DEAD LETTERS"];
const FIRST_NUMBER = 2;

/** A line for each queue, and why ages are not known. */
export function queuesText(states: readonly QueueState[], paint: Paint): string {
  const columns = HEADS.map(
    (head, at): Column => ({
      head: paint("bold", head),
      ...(at < FIRST_NUMBER ? {} : { align: "right" as const }),
    }),
  );
  const rows = states.map((state) => [
    state.queue,
    state.consumer ?? "",
    String(state.visible),
    String(state.inFlight),
    String(state.delayed),
    state.oldestAgeMs === undefined ? "unknown" : lengthText(state.oldestAgeMs),
    deadText(state, paint),
  ]);
  const reasons = new Set(states.flatMap(({ oldestUnknown }) => oldestUnknown ?? []));
  const unknown = [...reasons].map((why) => `\noldest unknown: ${why}\n`);
  return `${columnTable(columns, rows)}\n${unknown.join("")}`;
}

/** Those that somebody looks at are dead letters as well. */
function deadText({ deadLetters: { visible, inFlight } }: QueueState, paint: Paint): string {
  const count = visible + inFlight;
  return count === 0 ? "0" : paint("red", String(count));
}
