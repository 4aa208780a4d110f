import type { Json } from "../json.ts";
import type { Envelope } from "./envelope.ts";
import type { Payload } from "./payload.ts";
import { readTick, tickText } from "./tick.ts";

/**
 * The JSON of a message body, version 1. Keys are short because SQS and S3 are paid by the byte, and never change
 * their meaning. Unknown keys are passed over, so that a newer writer may add some without a new version.
 *
 * | key | field | |
 * |---|---|---|
 * | `v` | version | 1 |
 * | `i` | taskId | 1 to 128 of `A-Z a-z 0-9 . _ : -` |
 * | `k` | tick | `yyyy-mm-ddThh:mm:ssZ`, as EventBridge Scheduler writes it |
 * | `t` | task | as `i` |
 * | `d` | input, inline | any JSON; absent when there is no input |
 * | `r` | input, stored | `{ "k": key, "b": bytes }`; never together with `d` |
 * | `g` | generation | 0 to 1,000,000 |
 * | `q` | enqueuedAt | epoch ms; may be absent beside `k`, whose instant it then is |
 * | `e` | eta | epoch ms |
 * | `x` | expires | epoch ms |
 * | `s` | softTimeLimitMs | from 1 |
 * | `l` | timeLimitMs | from 1 |
 * | `w` | workflow | `{ "i": id, "n": node }` |
 * | `o` | rootId | as `i` |
 * | `p` | parentId | as `i` |
 * | `n` | tenant | 1 to 128 letters, digits and punctuation of ASCII |
 * | `m` | tags | at most 32 strings |
 * | `u` | unique | 1 to 512 characters |
 * | `c` | trace | W3C `traceparent` |
 * | `h` | hops | 0 to 1,000,000 |
 */
export interface WireEnvelope {
  readonly v: number;
  readonly i: string;
  readonly k?: string | undefined;
  readonly t: string;
  readonly d?: Json | undefined;
  readonly r?: { readonly k: string; readonly b: number } | undefined;
  readonly g: number;
  readonly q?: number | undefined;
  readonly e?: number | undefined;
  readonly x?: number | undefined;
  readonly s?: number | undefined;
  readonly l?: number | undefined;
  readonly w?: { readonly i: string; readonly n: string } | undefined;
  readonly o?: string | undefined;
  readonly p?: string | undefined;
  readonly n?: string | undefined;
  readonly m?: Readonly<Record<string, string>> | undefined;
  readonly u?: string | undefined;
  readonly c?: string | undefined;
  readonly h: number;
}

export function toWire(envelope: Envelope): WireEnvelope {
  const { input, workflow, tick, enqueuedAt } = envelope;
  return {
    v: envelope.version,
    i: envelope.taskId,
    k: tick === undefined ? undefined : tickText(tick),
    t: envelope.task,
    d: input?.kind === "inline" ? input.value : undefined,
    r: input?.kind === "stored" ? { k: input.key, b: input.bytes } : undefined,
    g: envelope.generation,
    q: enqueuedAt === tick ? undefined : enqueuedAt,
    e: envelope.eta,
    x: envelope.expires,
    s: envelope.softTimeLimitMs,
    l: envelope.timeLimitMs,
    w: workflow === undefined ? undefined : { i: workflow.id, n: workflow.node },
    o: envelope.rootId,
    p: envelope.parentId,
    n: envelope.tenant,
    m: envelope.tags,
    u: envelope.unique,
    c: envelope.trace,
    h: envelope.hops,
  };
}

/** An envelope of fields that were checked. Absent fields are absent keys. */
export function fromWire(wire: WireEnvelope): Envelope {
  const tick = readTick(wire.k);
  return {
    version: 1,
    taskId: wire.i,
    task: wire.t,
    generation: wire.g,
    // One of the two is there.
    enqueuedAt: wire.q ?? tick ?? 0,
    hops: wire.h,
    ...present("tick", tick),
    ...present("input", readInput(wire)),
    ...present("eta", wire.e),
    ...present("expires", wire.x),
    ...present("softTimeLimitMs", wire.s),
    ...present("timeLimitMs", wire.l),
    ...present("workflow", wire.w && { id: wire.w.i, node: wire.w.n }),
    ...present("rootId", wire.o),
    ...present("parentId", wire.p),
    ...present("tenant", wire.n),
    ...present("tags", wire.m),
    ...present("unique", wire.u),
    ...present("trace", wire.c),
  };
}

function readInput({ d, r }: WireEnvelope): Payload | undefined {
  if (d !== undefined) return { kind: "inline", value: d };
  return r === undefined ? undefined : { kind: "stored", key: r.k, bytes: r.b };
}

function present<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}
