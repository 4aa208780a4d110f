import type { Effort } from "./reading.ts";

/** What the work took, as lines of text. */
export function effortLines(effort: Effort): string[] {
  const { tally, wallMs, chapterTasks, chapterMs, calls } = effort;
  const perTask = (count: number) => (count / tally.tasks).toFixed(2);
  return [
    `${tally.tasks} tasks in ${seconds(wallMs)}: ${perSecond(tally.tasks, wallMs)} tasks/s, waits included`,
    `${chapterTasks} chapter tasks in ${seconds(chapterMs)}: ${perSecond(chapterTasks, chapterMs)} tasks/s`,
    `by state: ${tally.states.map(({ name, count }) => `${name} ${count}`).join(", ")}`,
    ...tally.hosts.map(({ name, count }) => `by host: ${name}: ${count}`),
    `AWS calls of the sender per task: ${Object.entries(calls)
      .map(([service, count]) => `${service} ${perTask(count)}`)
      .join(", ")}`,
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function perSecond(count: number, ms: number): string {
  return ((count * 1000) / ms).toFixed(0);
}
