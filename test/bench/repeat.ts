import { MOST_OUTSIDE_CORES, untilQuiet } from "./outside-load.ts";
import type { Figure, Figures, Measurement, Section } from "./report/measurement.ts";
import { type Spread, spreadOf } from "./report/spread.ts";

/** How often each thing is measured. */
export interface Repeats {
  /** Kept. */
  readonly runs: number;
  /** Thrown away: files are read and caches filled. */
  readonly warmUps: number;
  /** Taken again, at most so often, where other work had more of the machine than it may. */
  readonly retakes: number;
}

/** Measures one thing several times. A run is chosen by the load beside it, never by its figures. */
export async function repeat(
  repeats: Repeats,
  section: Section,
  id: string,
  what: string,
  run: () => Promise<Figures>,
): Promise<Measurement> {
  const kept: Figures[] = [];
  let retakes = repeats.retakes;
  for (let n = -repeats.warmUps; n < repeats.runs; n += 1) {
    if (repeats.retakes > 0) await untilQuiet();
    const figures = await run();
    const disturbed = (figures["outside cores"] ?? 0) > MOST_OUTSIDE_CORES;
    if (n < 0) continue;
    if (disturbed && retakes > 0) {
      retakes -= 1;
      n -= 1;
    } else {
      kept.push(figures);
    }
  }
  return { section, id, what, figures: spreadsOf(kept) };
}

function spreadsOf(runs: readonly Figures[]): Partial<Record<Figure, Spread>> {
  const names = Object.keys(runs[0] ?? {}) as Figure[];
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(runs.map((figures) => figures[name] ?? Number.NaN))]),
  );
}
