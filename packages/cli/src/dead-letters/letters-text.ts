import type { DeadLetter } from "@celeriac/client";
import { columnTable } from "../text/column-table.ts";
import { foreignText } from "../text/foreign-text.ts";
import type { Paint } from "../text/paint.ts";
import { lengthText } from "../text/time-text.ts";

/** A dead letter, and the queue it came from. */
export interface PlacedLetter extends DeadLetter {
  readonly queue: string;
}

const HEADS = ["QUEUE", "TASK", "ID", "REASON", "AGE", "ERROR"];
const LONGEST_ERROR = 60;

/** A line for each dead letter. */
export function lettersText(letters: readonly PlacedLetter[], now: number, paint: Paint): string {
  if (letters.length === 0) return "There are no such dead letters.\n";
  const rows = letters.map((letter) => [
    letter.queue,
    foreignText(letter.task ?? "(no envelope)"),
    letter.taskId ?? letter.messageId,
    letter.reason,
    lengthText(now - letter.sentAt),
    firstLine(letter.error ?? ""),
  ]);
  const columns = HEADS.map((head) => ({ head: paint("bold", head) }));
  return `${columnTable(columns, rows)}\n`;
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n", 1);
  const short = line.length > LONGEST_ERROR ? `${line.slice(0, LONGEST_ERROR)}…` : line;
  return foreignText(short);
}
