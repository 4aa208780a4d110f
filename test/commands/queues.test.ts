import { describe, expect, it } from "vitest";
import { buryPayment, openShop, pay } from "./shop.ts";

/** Two ready, one delayed, and a dead letter. */
async function busyShop() {
  const shop = openShop();
  await buryPayment(shop, "dead");
  for (const sum of [1, 2]) await shop.memory.client.enqueue(pay, { sum });
  await shop.memory.client.enqueue(pay, { sum: 3 }, { delay: "5m" });
  return shop;
}

describe("celeriac queues", () => {
  it("says how full each is", async () => {
    const { out, err, exitCode } = await (await busyShop()).run("queues");
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
    expect(out).toMatchInlineSnapshot(`
      "QUEUE    CONSUMER  READY  IN FLIGHT  DELAYED   OLDEST  DEAD LETTERS
      default  lambda        2          0        1  unknown             1
      studio   fargate       0          0        0  unknown             0

      oldest unknown: nobody keeps ages in memory
      "
    `);
  });

  it("answers programs, of some queues only", async () => {
    const { out } = await (await busyShop()).run("queues default --json");
    expect(JSON.parse(out)).toEqual([
      {
        queue: "default",
        consumer: "lambda",
        visible: 2,
        inFlight: 0,
        delayed: 1,
        oldestUnknown: "nobody keeps ages in memory",
        deadLetters: { visible: 1, inFlight: 0, delayed: 0 },
      },
    ]);
  });

  it("asks for no queue that the app does not have", async () => {
    const { err, exitCode } = await openShop().run("queues defualt");
    expect(exitCode).toBe(2);
    expect(err).toContain('has no queue "defualt"; did you mean "default"?');
  });

  it("shows them anew until Ctrl-C: over the last ones on a terminal, below them elsewhere", async () => {
    const shop = await busyShop();
    const ending = new AbortController();
    const world = {
      interruptible: <Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> => {
        shop.memory.clock.timer(9000, () => ending.abort());
        return work(ending.signal);
      },
    };
    const piped = await shop.run("queues default --watch 5s --json", world);
    expect(piped.exitCode).toBe(130);
    const rounds = piped.out.trimEnd().split("\n");
    expect(rounds.map((line) => JSON.parse(line)[0].visible)).toEqual([2, 0]);
    const drawn = await shop.run("queues --watch", {
      columns: 80,
      interruptible: (work) => work(AbortSignal.abort()),
    });
    expect(drawn).toMatchObject({ out: "", exitCode: 130 });
  });
});

describe("celeriac purge", () => {
  const yes = { ask: async () => "y" };

  it("says what would be lost, and does it for a yes", async () => {
    const shop = await busyShop();
    const questions: string[] = [];
    const { out, exitCode } = await shop.run("purge default", {
      ask: async (question) => {
        questions.push(question);
        return "yes";
      },
    });
    expect(questions).toEqual([
      'Queue "default" holds about 2 ready, 0 running or hidden and 1 delayed messages. All of them, and perhaps what is sent within the next minute, are deleted for good: their tasks do not run. Go on? [y/N] ',
    ]);
    expect({ out, exitCode }).toEqual({
      out: 'Queue "default" is being purged. default-dlq is as it was.\n',
      exitCode: 0,
    });
    expect(shop.memory.queues.peek("default")).toEqual([]);
    expect(shop.memory.deadLetters("default")).toHaveLength(1);
  });

  it.each(["", "n", "yess", "Y no"])("changes nothing for %j", async (answer) => {
    const shop = await busyShop();
    const { out, err, exitCode } = await shop.run("purge default", { ask: async () => answer });
    expect({ out, err, exitCode }).toEqual({ out: "", err: "Nothing was changed.\n", exitCode: 1 });
    expect(shop.purges).toEqual([]);
  });

  it("is refused where nobody can be asked, but for --yes", async () => {
    const shop = await busyShop();
    const { err, exitCode } = await shop.run("purge default");
    expect({ exitCode, purges: shop.purges }).toEqual({ exitCode: 2, purges: [] });
    expect(err).toMatch(/Nobody can be asked .* this is no terminal: say --yes\n$/);
    const { out } = await shop.run("purge default --yes --json");
    expect(JSON.parse(out)).toEqual({
      queue: "default",
      purged: { visible: 2, inFlight: 0, delayed: 1 },
    });
  });

  it("tells of SQS's 60 seconds", async () => {
    const shop = await busyShop();
    await shop.run("purge default --yes");
    const { err, exitCode } = await shop.run("purge default", yes);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^error: queue "default" was purged within the last 60 seconds/);
  });
});
