import { isInstant } from "./syntax.ts";

const TICK = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
const SECONDS_LENGTH = "yyyy-mm-ddThh:mm:ss".length;

/**
 * An instant (epoch ms) as EventBridge Scheduler writes it: `2026-11-21T03:00:00Z`, with a fraction only where there is one.
 * What is no instant is written as it is, and {@link readTick} refuses it.
 */
export function tickText(instant: number): string {
  if (!isInstant(instant)) return String(instant);
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** The instant, epoch ms, that such a text means; `undefined` for anything else, 30 February among it. */
export function readTick(text: unknown): number | undefined {
  if (typeof text !== "string" || !TICK.test(text)) return undefined;
  const instant = Date.parse(text);
  if (!isInstant(instant)) return undefined;
  const same = tickText(instant).slice(0, SECONDS_LENGTH) === text.slice(0, SECONDS_LENGTH);
  return same ? instant : undefined;
}
