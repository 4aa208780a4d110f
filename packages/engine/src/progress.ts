import { CeleriacError, type TaskRecord, toJson, utf8Length } from "@celeriac/core";
import type { EnginePorts } from "./engine-options.ts";

/** Progress is written at most this often, ms. */
const WRITE_EVERY_MS = 1000;

/** The largest progress value, bytes of JSON: every write of the record pays for it. */
const MAX_PROGRESS_BYTES = 16_384;

/** Takes progress values and writes the last one now and then. */
export interface ProgressWriter {
  report(value: unknown): void;
  /** Stops writing, waits for the write under way, and answers the last value: it goes with the completion. */
  finish(): Promise<{ readonly value: unknown } | undefined>;
}

/**
 * Writes progress while the attempt owns its task; one write at a time, so that an older value never follows a newer
 * one. Without a claim (`ignoreResult`) there is no record to write to: values are checked, then dropped.
 */
export function createProgressWriter(
  ports: EnginePorts,
  claimed: TaskRecord | undefined,
): ProgressWriter {
  const { clock } = ports;
  let latest: { readonly value: unknown } | undefined;
  let dirty = false;
  let finished = false;
  let planned: (() => void) | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let writtenAt = Number.NEGATIVE_INFINITY;
  let revision = claimed?.revision ?? 0;

  const write = async (record: TaskRecord): Promise<void> => {
    dirty = false;
    writtenAt = clock.monotonic();
    try {
      revision = await writeProgress(ports, record, revision, latest?.value);
    } catch (error) {
      // The next value, or the completion, carries it.
      ports.logger.warn("progress could not be written", { taskId: record.taskId, error });
    }
    plan(record);
  };
  const plan = (record: TaskRecord): void => {
    if (finished || !dirty || planned !== undefined) return;
    const delayMs = Math.max(0, writtenAt + WRITE_EVERY_MS - clock.monotonic());
    planned = clock.timer(delayMs, () => {
      planned = undefined;
      underWay = underWay.then(() => (finished ? undefined : write(record)));
    });
  };

  return {
    report: (value) => {
      latest = { value: checked(value) };
      dirty = true;
      if (claimed !== undefined) plan(claimed);
    },
    finish: async () => {
      finished = true;
      planned?.();
      await underWay;
      return latest;
    },
  };
}

function checked(value: unknown): unknown {
  const json = toJson(value, "the progress value");
  if (json === undefined) return null;
  const bytes = utf8Length(json.text);
  if (bytes > MAX_PROGRESS_BYTES) {
    throw new CeleriacError(
      "payload-too-large",
      `the progress value is ${bytes} bytes of JSON: at most ${MAX_PROGRESS_BYTES} are kept; report a summary`,
    );
  }
  return json.value;
}

/** How often a write is tried over what a heartbeat or a revoke wrote between. */
const MAX_ROUNDS = 5;

/**
 * Writes on condition of the revision, not of the owner: a request that hung in the network would else put its older
 * value over a newer one. Answers the revision that the next write starts from.
 */
async function writeProgress(
  ports: EnginePorts,
  record: TaskRecord,
  known: number,
  value: unknown,
): Promise<number> {
  let revision = known;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const change = { progress: value, updatedAt: ports.clock.now() };
    const answer = await ports.store.update(record.taskId, { kind: "revision", revision }, change);
    if (answer.written) return revision + 1;
    const { current } = answer;
    if (current === undefined || !isHeldBy(record, current)) return revision;
    revision = current.revision;
  }
  return revision;
}

function isHeldBy({ owner, generation }: TaskRecord, current: TaskRecord): boolean {
  const sameAttempt = current.owner === owner && current.generation === generation;
  return sameAttempt && current.state === "STARTED";
}
