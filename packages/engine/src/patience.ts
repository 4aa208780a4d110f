import type { Clock, Random } from "@celeriac/core";

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2000;

export interface PatienceOptions {
  /** Tries in all. @defaultValue 4 */
  readonly tries?: number;
  /** No further try once this says so. */
  readonly until?: () => boolean;
}

export type PatientAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/**
 * Calls what may be repeated without harm until it answers; waits between tries grow and are spread by chance.
 * Only for reads, sends and guarded writes that recognise themselves.
 */
export async function patiently<Value>(
  ports: { readonly clock: Clock; readonly random: Random },
  call: () => Promise<Value>,
  options: PatienceOptions = {},
): Promise<PatientAnswer<Value>> {
  const tries = options.tries ?? 4;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { ok: true, value: await call() };
    } catch (error) {
      if (attempt >= tries || options.until?.() === true) return { ok: false, error };
      await ports.clock.sleep(waitMs(attempt, ports.random));
    }
  }
}

/** The wait after the n-th failed try, ms: doubled each time, between half and the whole of it by chance. */
export function waitMs(attempt: number, random: Random): number {
  const whole = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return whole / 2 + (whole / 2) * random.next();
}
