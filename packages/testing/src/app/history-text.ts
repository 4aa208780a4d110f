import { showLength } from "./show-length.ts";
import { taskEvents } from "./task-events.ts";
import type { Timeline } from "./timeline.ts";

/** A task's history as text: a line for each event, with the virtual time since the test began. */
export function historyText({ moments, beganAt }: Timeline, taskId: string): string {
  const events = taskEvents(moments, taskId);
  if (events.length === 0) return `history of ${taskId}: nothing happened`;
  const times = events.map(({ at }) => showLength(at - beganAt));
  const width = Math.max(...times.map((time) => time.length));
  const lines = events.map(
    ({ text }, index) => `  ${(times[index] ?? "").padStart(width)}  ${text}`,
  );
  return [`history of ${taskId}:`, ...lines].join("\n");
}
