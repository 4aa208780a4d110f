import { showLength } from "./show-length.ts";
import type { TaskEvent } from "./task-event.ts";

/**
 * A task's history as text: a line for each event, with the virtual time since the test began.
 * @param title stands above it.
 */
export function showHistory(title: string, beganAt: number, events: readonly TaskEvent[]): string {
  if (events.length === 0) return `${title}: nothing happened`;
  const times = events.map(({ at }) => showLength(at - beganAt));
  const width = Math.max(...times.map((time) => time.length));
  const lines = events.map(
    ({ text }, index) => `  ${(times[index] ?? "").padStart(width)}  ${text}`,
  );
  return [`${title}:`, ...lines].join("\n");
}
