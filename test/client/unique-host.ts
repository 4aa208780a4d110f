import { type Client, type ClientPorts, createClient } from "@celeriac/client";
import { type App, defineApp, defineTask } from "@celeriac/core";
import { createEngine } from "@celeriac/engine";
import { z } from "zod";
import { type ClientHarness, createHarness, type HarnessOptions } from "./client-harness.ts";

const input = z.object({ account: z.string(), note: z.string().default("") });
const key = ({ account }: { account: string }) => account;

/** What the handlers were given, in order. */
interface Run {
  readonly taskId: string;
  readonly note: string;
}

/** A client that may fail, one that does not, and hosts, on the same model ports. */
export interface UniqueHost extends ClientHarness {
  readonly sync: ReturnType<typeof tasksOf>["sync"];
  readonly strict: ReturnType<typeof tasksOf>["strict"];
  readonly app: App;
  readonly healthy: Client;
  readonly runs: Run[];
  /** Makes attempts fail. */
  readonly mood: { broken: boolean };
  /** Delivers everything that is visible, and what that leads to. */
  drain(): Promise<void>;
  /** Lets so many ms pass, to a whole one: engines wait for fractions. */
  pass(ms: number): Promise<void>;
}

const tasksOf = (run: (parsed: { note: string }, context: { taskId: string }) => void) => ({
  sync: defineTask({
    name: "sync",
    input,
    unique: { key, window: "1h" },
    retry: { maxRetries: 0 },
    run,
  }),
  strict: defineTask({ name: "strict", input, unique: { key, onRepeat: "reject" }, run }),
});

export function createUniqueHost(
  options: HarnessOptions & { readonly engine?: (ports: ClientPorts) => Partial<ClientPorts> } = {},
): UniqueHost {
  const runs: Run[] = [];
  const mood = { broken: false };
  const { sync, strict } = tasksOf(({ note }, { taskId }) => {
    runs.push({ taskId, note });
    if (mood.broken) throw new Error("out of order");
  });
  const app: App = defineApp({ name: "shop", tasks: [sync, strict] });
  const harness = createHarness(app, options);
  const { clock, queues, store, locks, payloads, schedules } = harness;
  const sound = { ...harness.ports, sender: queues, store, locks, payloads, schedules };
  const healthy = createClient(app, sound);
  const engine = createEngine({
    app,
    handlers: [],
    host: "host-1",
    ports: { ...sound, ...options.engine?.(harness.ports), visibility: queues },
    senderFor: (context) => healthy.derive(context),
  });
  return {
    ...harness,
    app,
    sync,
    strict,
    healthy,
    runs,
    mood,
    pass: (ms) => clock.advanceTo(Math.ceil(clock.now() + ms)),
    drain: async () => {
      for (;;) {
        const receive = { max: 10, waitSeconds: 0, visibilitySeconds: 30 };
        const messages = await queues.receive("default", receive);
        if (messages.length === 0) return;
        for (const message of messages) {
          const delivery = { queue: "default", message, receivedAt: clock.monotonic() };
          const outcome = await harness.settle(engine.deliver(delivery));
          if (outcome.acknowledge) await queues.delete("default", message.receiptHandle);
        }
      }
    },
  };
}
