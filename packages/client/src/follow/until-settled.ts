import { CeleriacError } from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;
const MOST_TRIES = 8;

/**
 * Repeats a step until it answers something: after an error that may be repeated, or a lost race (`undefined`), it waits
 * a little longer each time. The step must read what stands there before it writes again.
 * @throws {CeleriacError} the last error; `refused` (retryable) when every race was lost.
 */
export async function untilSettled<Value>(
  ports: Pick<ClientPorts, "clock" | "random">,
  what: string,
  step: () => Promise<Value | undefined>,
): Promise<Value> {
  let error: unknown;
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    try {
      const settled = await step();
      if (settled !== undefined) return settled;
      error = undefined;
    } catch (caught) {
      if (CeleriacError.is(caught) && !caught.retryable) throw caught;
      error = caught;
    }
    if (tries < MOST_TRIES) await ports.clock.sleep(pauseMs(tries, ports.random.next()));
  }
  throw error ?? lostEveryRace(what);
}

/** Between half and the whole of a pause that doubles each time. */
function pauseMs(tries: number, chance: number): number {
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
  return Math.ceil(whole * (0.5 + 0.5 * chance));
}

function lostEveryRace(what: string): CeleriacError {
  return new CeleriacError(
    "refused",
    `${what}: its record was changed by others before each of ${MOST_TRIES} writes; try again`,
    { retryable: true },
  );
}
