import { encodeEnvelope } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { buryPayment, openShop, type RunningShop } from "./shop.ts";

async function deadShop(): Promise<RunningShop> {
  const shop = openShop();
  await buryPayment(shop, "old", -1);
  await shop.memory.advance("2h");
  await buryPayment(shop, "new", -2);
  return shop;
}

/** Puts what no code can read among the dead letters. */
async function buryRubbish({ memory }: RunningShop): Promise<void> {
  await memory.queues.send("default-dlq", { body: "rubbish\u009b2J" });
}

const lying = ({ memory }: RunningShop): readonly (string | undefined)[] =>
  memory.deadLetters("default").map(({ taskId }) => taskId);

describe("celeriac dlq list", () => {
  it("shows what lies in all queues, oldest and newest", async () => {
    const shop = await deadShop();
    const { out, err, exitCode } = await shop.run("dlq list");
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
    expect(out).toMatch(/^QUEUE +TASK +ID +REASON +AGE +ERROR\n/);
    expect(out).toMatch(/^default +pay +old +error +2h \S+ +RangeError: cannot pay -1$/m);
    expect(out).toMatch(/^default +pay +new +error +\d+s +RangeError: cannot pay -2$/m);
    expect(lying(shop)).toEqual(["old", "new"]);
  });

  it.each([
    ["--older-than 1h", ["old"]],
    ["--newer-than 1h", ["new"]],
    ["--id new", ["new"]],
    ["--task p*", ["old", "new"]],
    ["--task film.*", []],
    ["--error RangeError", ["old", "new"]],
    ["--error TypeError --error SyntaxError", []],
    ["--reason error --reason rejected", ["old", "new"]],
    ["--reason worker-lost", []],
    ["--tag customer=42", []],
  ])("chooses by %s", async (words, ids) => {
    const shop = await deadShop();
    const { out } = await shop.run(`dlq list default --json ${words}`);
    const letters = JSON.parse(out) as readonly { readonly taskId: string }[];
    expect(letters.map(({ taskId }) => taskId).toSorted()).toEqual(ids.toSorted());
  });

  it("shows no more than it is told to, and says when there are none", async () => {
    const shop = await deadShop();
    expect(JSON.parse((await shop.run("dlq list --limit 1 --json")).out)).toHaveLength(1);
    expect((await shop.run("dlq list studio")).out).toBe("There are no such dead letters.\n");
  });

  it("shows what is no envelope by its message", async () => {
    const shop = openShop();
    await buryRubbish(shop);
    const { out } = await shop.run("dlq list");
    expect(out).toMatch(/^default +\(no envelope\) +message-\d+ +receive-limit /m);
    const reason = await shop.run("dlq list --reason undecodabel");
    expect(reason.exitCode).toBe(2);
    expect(reason.err).toContain("Expected one of error, time-limit");
  });
});

describe("celeriac dlq show", () => {
  it("shows a letter, its redacted input, and what is recorded of its task", async () => {
    const { out, exitCode } = await (await deadShop()).run("dlq show new");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^error +RangeError: cannot pay -2$/m);
    expect(out).toMatch(/^input +\{"sum":-2,"card":"\[redacted\]"\}$/m);
    expect(out).toMatch(/\nrecorded of its task:\ntask +pay\nid +new\nstate +FAILURE\n/);
    expect(out).not.toContain("4929");
  });

  it("says that there is none", async () => {
    const { err, exitCode } = await (await deadShop()).run("dlq show gone --queue default");
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^error: there is no dead letter "gone"/);
  });
});

describe("celeriac dlq redrive", () => {
  it("sends them anew, and sums up", async () => {
    const shop = await deadShop();
    const { out, err, exitCode } = await shop.run("dlq redrive default");
    expect({ out, err, exitCode }).toEqual({ out: "2 redriven\n", err: "", exitCode: 0 });
    expect(lying(shop)).toEqual([]);
    await shop.memory.advance("1m");
    expect((await shop.memory.client.summary("new"))?.generation).toBe(1);
  });

  it("changes nothing in a dry run", async () => {
    const shop = await deadShop();
    const { out } = await shop.run("dlq redrive default --dry-run --id new");
    expect(out).toBe("new  would be redriven\n1 would be redriven\n");
    expect(lying(shop)).toEqual(["old", "new"]);
  });

  it("mends the input, which the schema judges", async () => {
    const shop = await deadShop();
    const refused = await shop.run(["dlq", "redrive", "default", "--input", '{"sum":"x"}']);
    expect(refused.exitCode).toBe(1);
    expect(refused.out).toMatch(/^old {2}left: the new input was refused: the input of task pay/m);
    expect(lying(shop)).toEqual(["old", "new"]);
    await shop.run(["dlq", "redrive", "default", "--id", "new", "--input", '{"sum":7}']);
    await shop.memory.drain();
    expect((await shop.memory.client.summary("new"))?.state).toBe("SUCCESS");
  });

  it("leaves what has succeeded since, unless it is told to delete it", async () => {
    const shop = await deadShop();
    const [letter] = shop.memory.queues.peek("default-dlq");
    await shop.run(["dlq", "redrive", "default", "--id", "old", "--input", '{"sum":7}']);
    await shop.memory.drain();
    await shop.memory.queues.send("default-dlq", { body: letter?.body ?? "" });
    const left = await shop.run("dlq redrive default --id old --json");
    expect(JSON.parse(left.out)).toMatchObject([{ taskId: "old", result: "already-succeeded" }]);
    const { out } = await shop.run("dlq redrive default --id old --purge-finished");
    expect(out).toBe("old  left: succeeded since, and deleted here\n1 left: succeeded since\n");
    expect(lying(shop)).toEqual(["new"]);
  });

  it("keeps to its rate, draws how far it is, and loses nothing to Ctrl-C", async () => {
    const shop = openShop();
    for (let n = 0; n < 8; n += 1) await buryPayment(shop, `p-${n}`);
    const ending = new AbortController();
    let drawn = "";
    const startedAt = shop.memory.clock.now();
    const { out, exitCode } = await shop.run("dlq redrive default --rate 0.5", {
      progressColumns: 40,
      stderr: (text) => {
        drawn += text;
      },
      interruptible: (work) => {
        shop.memory.clock.timer(5000, () => ending.abort());
        return work(ending.signal);
      },
    });
    expect({ out, exitCode }).toEqual({ out: "3 redriven\n", exitCode: 130 });
    expect(shop.memory.clock.now() - startedAt).toBeLessThan(10_000);
    expect(drawn).toContain("\r\u001b[2K2 of at most 8 dead letters");
    const end = "\r\u001b[2KEnded early: what was not sent lies where it lay.\n";
    expect(drawn.slice(-end.length)).toBe(end);
    await shop.memory.advance("1m");
    // Those that were sent have failed anew by now.
    expect(new Set(lying(shop)).size).toBe(8);
  });

  it("has SQS move everything, and follows it", async () => {
    const shop = await deadShop();
    await buryRubbish(shop);
    const { out, exitCode } = await shop.run("dlq redrive default --all --rate 1 --json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ way: "move", state: "completed", moved: 3, toMove: 3 });
    const refused = await shop.run("dlq redrive default --all --task pay");
    expect(refused.err).toContain("'--all' cannot be used with option '--task");
    const rate = await shop.run("dlq redrive default --all --rate 0.5");
    expect(rate.err).toContain("--rate is 0.5: with --all expected a whole number");
  });

  it("leaves a move to SQS when Ctrl-C is pressed", async () => {
    const shop = await deadShop();
    const { out, err, exitCode } = await shop.run("dlq redrive default --all --rate 1", {
      interruptible: (work) => work(AbortSignal.abort()),
    });
    expect({ out, exitCode }).toEqual({
      out: "0 of about 2 dead letters sent: running\n",
      exitCode: 130,
    });
    expect(err).toBe("SQS goes on with it: run this command again to follow it.\n");
    await shop.memory.advance("10s");
    expect(shop.memory.queues.peek("default-dlq")).toEqual([]);
  });
});

describe("celeriac dlq purge", () => {
  it("deletes exactly what it has listed, and nothing that came meanwhile", async () => {
    const shop = await deadShop();
    let question = "";
    const { out, err, exitCode } = await shop.run("dlq purge default --task pay", {
      ask: async (text) => {
        question = text;
        const late = { version: 1, taskId: "late", task: "pay", generation: 0, hops: 0 } as const;
        const body = encodeEnvelope({ ...late, enqueuedAt: shop.memory.clock.now() });
        await shop.memory.queues.send("default-dlq", { body });
        return "y";
      },
    });
    expect(question).toBe(
      'Queue "default": 2 dead letters, as listed, to be deleted for good. Go on? [y/N] ',
    );
    expect(err).toMatch(/^default +pay +old /m);
    expect({ out, exitCode }).toEqual({ out: "2 dead letters deleted\n", exitCode: 0 });
    expect(lying(shop)).toEqual(["late"]);
    expect(shop.purges).toEqual([]);
  });

  it("lists in a dry run, and deletes nothing where nothing is chosen", async () => {
    const shop = await deadShop();
    const dry = await shop.run("dlq purge default --older-than 1h --dry-run");
    expect(dry).toMatchObject({ err: "", exitCode: 0 });
    expect(dry.out).toMatch(/^default +pay +old /m);
    const none = await shop.run("dlq purge default --task film.*");
    expect(none).toMatchObject({ out: "", err: "There are no such dead letters.\n", exitCode: 0 });
    expect(lying(shop)).toEqual(["old", "new"]);
  });

  it("deletes all by SQS itself, when that is meant", async () => {
    const shop = await deadShop();
    const refused = await shop.run("dlq purge default");
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toMatch(
      /About 2 dead letters of queue "default", and perhaps what comes there/,
    );
    const { out } = await shop.run("dlq purge default --yes --json");
    expect(JSON.parse(out)).toEqual({ queue: "default", purged: 2 });
    expect(shop.purges).toEqual(["default-dlq"]);
  });
});
