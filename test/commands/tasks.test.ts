import { describe, expect, it } from "vitest";
import { buryPayment, openShop, pay } from "./shop.ts";

const UUID = /^[0-9a-f-]{36}\n$/;

describe("celeriac call", () => {
  it("prints the id of a task that SQS has", async () => {
    const shop = openShop();
    const { out, err, exitCode } = await shop.run([
      "call",
      "pay",
      '{"sum":3}',
      "--tag",
      "customer=42",
    ]);
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
    expect(out).toMatch(UUID);
    await shop.memory.drain();
    expect(await shop.memory.client.handle(pay, out.trim()).result()).toEqual({ paid: 3 });
    const tagged = await shop.memory.client.find({ customer: "42" }).next();
    expect(tagged.value).toMatchObject({ taskId: out.trim() });
  });

  it("waits for the result and prints that alone", async () => {
    const { out, exitCode } = await openShop().run(["call", "pay", '{"sum":3}', "--wait", "30s"]);
    expect({ out, exitCode }).toEqual({ out: '{\n  "paid": 3\n}\n', exitCode: 0 });
  });

  it("says why there is no result, with the causes, and ends with 1", async () => {
    const { out, err, exitCode } = await openShop().run(["call", "pay", '{"sum":-3}', "--wait"]);
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 1 });
    expect(err).toMatch(
      /^task \S+\nIt failed after 2 attempts \(error\)\.\nRangeError: cannot pay -3\n/,
    );
    expect(err).toMatch(/\ncaused by Error: no money\n/);
  });

  it("answers programs with the whole outcome", async () => {
    const shop = openShop();
    const sent = await shop.run(["call", "ping", "--json", "--delay", "1h"]);
    expect(JSON.parse(sent.out)).toEqual({
      taskId: expect.any(String),
      task: "ping",
      queue: "default",
      joined: false,
    });
    const waited = await shop.run(["call", "pay", '{"sum":-1}', "--json", "--wait", "1h"]);
    expect(waited.exitCode).toBe(1);
    expect(JSON.parse(waited.out)).toMatchObject({
      state: "FAILURE",
      attempts: 2,
      error: { name: "RangeError", cause: { message: "no money" } },
    });
  });

  it("reads its input from a file or a pipe", async () => {
    const piped = await openShop().run("call pay - --wait", {
      readStdin: () => Promise.resolve('{"sum":5}'),
    });
    expect(piped.out).toContain('"paid": 5');
    const file = await openShop().run("call pay @shop.ts", { directory: import.meta.dirname });
    expect(file.err).toMatch(/^error: @shop\.ts is "import .*which is no JSON/);
    const none = await openShop().run("call pay @nothing.json");
    expect(none.err).toMatch(/^error: @nothing\.json cannot be read: ENOENT/);
  });

  it("has the schema judge the input before anything is sent", async () => {
    const shop = openShop();
    const { err, exitCode } = await shop.run(["call", "pay", '{"sum":"3"}']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^error: the input of task pay .*sum/);
    expect(shop.memory.queues.peek("default")).toEqual([]);
  });

  it.each([
    ["call pey {}", /app "shop" has no task "pey"; did you mean "pay"\?/],
    [
      "call nothing-like-it {}",
      /app "shop" has no task "nothing-like-it": it has pay, ping, log, film\.cut\n/,
    ],
    ["call pay {} --queue studoi", /has no queue "studoi"; did you mean "studio"\?/],
    [
      "call pay {sum:3}",
      /the input is "\{sum:3\}", which is no JSON .* such as '\{"name":"Ishmael"\}'/,
    ],
    ["call log --wait", /task "log" keeps no result \(ignoreResult\): leave --wait out/],
    ["call pay {} --delay soon", /'soon' is invalid\. Expected a duration/],
    ["call pay {} --eta tomorrow", /'tomorrow' is invalid\. Expected an instant/],
    ["call pay {} --tag customer", /'customer' is invalid\. Expected name=value/],
    ["call pay {} --waitt", /unknown option '--waitt'\n\(Did you mean --wait\?\)/],
  ])("does not understand %s", async (words, message) => {
    const shop = openShop();
    const { out, err, exitCode } = await shop.run(words);
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 2 });
    expect(err).toMatch(message);
    expect(shop.memory.queues.peek("default")).toEqual([]);
  });

  it("looks for no resources before it knows the task", async () => {
    const { err } = await openShop().run("call pey {}", {
      findResources: () => {
        throw new Error("not asked for");
      },
    });
    expect(err).toContain("did you mean");
  });

  it("leaves the task alone when Ctrl-C ends the waiting", async () => {
    const shop = openShop();
    const ending = new AbortController();
    const { out, err, exitCode } = await shop.run("call ping --delay 1h --wait 2h", {
      interruptible: (work) => {
        shop.memory.clock.timer(60_000, () => ending.abort());
        return work(ending.signal);
      },
    });
    expect({ out, exitCode }).toEqual({ out: "", exitCode: 130 });
    expect(err).toMatch(/The task goes on: celeriac result \S+ --wait\n$/);
    await shop.memory.advance("1h");
    const id = /task (\S+)/.exec(err)?.[1] ?? "";
    expect((await shop.memory.client.summary(id))?.state).toBe("SUCCESS");
  });
});

describe("celeriac result", () => {
  it("shows all that is recorded, of a task that nobody has named", async () => {
    const shop = openShop();
    const { taskId } = await shop.memory.client.enqueue(pay, { sum: 3 }, { taskId: "p-1" });
    await shop.memory.drain();
    const { out, exitCode } = await shop.run(`result ${taskId}`);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^task +pay\nid +p-1\nstate +SUCCESS\nattempts +1\nqueue +default\n/);
    expect(out).toMatch(/^enqueued +2026-01-01T00:00:0\S+Z \(\d+m?s ago\)$/m);
    expect(out).toMatch(/\nresult:\n\{\n {2}"paid": 3\n\}\n$/);
  });

  it("shows a failure with its causes and ends with 1; a retry with what it waits for", async () => {
    const shop = openShop();
    await shop.memory.client.enqueue(pay, { sum: -1 }, { taskId: "p-1" });
    await shop.memory.drain();
    const retrying = await shop.run("result p-1");
    expect(retrying).toMatchObject({ exitCode: 0 });
    expect(retrying.out).toMatch(/^next attempt +\S+ \(in \d+m?s\)$/m);
    expect(retrying.out).toContain("last error:\nRangeError: cannot pay -1");
    await shop.memory.advance("1m");
    const failed = await shop.run("result p-1");
    expect(failed.exitCode).toBe(1);
    expect(failed.out).toMatch(/\nfailed \(error\):\nRangeError: cannot pay -1\n/);
    expect(failed.out).toMatch(/\ncaused by Error: no money\n/);
    expect((await shop.run("result p-1 --wait")).exitCode).toBe(1);
    expect(JSON.parse((await shop.run("result p-1 --json")).out)).toMatchObject({
      state: "FAILURE",
      reason: "error",
    });
  });

  it("takes no failure from before a redrive for the end of it", async () => {
    const shop = openShop();
    await buryPayment(shop, "p-1", -1);
    const waiting = await shop.run("result p-1 --wait 10s --generation 1");
    expect(waiting).toMatchObject({ out: "", exitCode: 1 });
    expect(waiting.err).toMatch(/^error: .*p-1.*10/);
    await shop.run(["dlq", "redrive", "default", "--input", '{"sum":2}']);
    const { out, exitCode } = await shop.run("result p-1 --wait --generation 1");
    expect({ paid: JSON.parse(out), exitCode }).toEqual({ paid: { paid: 2 }, exitCode: 0 });
  });

  it("says what it does not know", async () => {
    const shop = openShop();
    const { out, exitCode } = await shop.run("result nobodys");
    expect({ out, exitCode }).toEqual({
      out: "PENDING: no attempt of nobodys has started, or nobody has used this id.\n",
      exitCode: 0,
    });
    const waiting = await shop.run("result nobodys --wait");
    expect(waiting.exitCode).toBe(2);
    expect(waiting.err).toContain("say --task <name>");
    const late = await shop.run("result nobodys --wait 10s --task ping");
    expect(late.exitCode).toBe(1);
    expect(late.err).toMatch(/^error: .*nobodys.*10/);
  });

  it("writes out what would speak to the terminal", async () => {
    const shop = openShop();
    const [bell, csi] = ["\u0007", "\u009b2J"];
    await shop.memory.client.enqueue(pay, { sum: 1 }, { taskId: "p-1" });
    await shop.memory.drain();
    const { revision } = (await shop.memory.store.read("p-1")) ?? { revision: 0 };
    await shop.memory.store.update(
      "p-1",
      { kind: "revision", revision },
      { host: `h${bell}`, progress: { note: csi } },
    );
    const { out } = await shop.run("result p-1");
    expect(out).toContain("h\\u0007");
    expect(out).toContain("\\u009b2J");
    expect(out).not.toContain(csi);
    const json = await shop.run("result p-1 --json");
    expect(json.out).not.toContain(csi);
    expect(JSON.parse(json.out)).toMatchObject({ progress: { note: csi } });
  });
});

describe("celeriac revoke", () => {
  it("says for each id what became of it", async () => {
    const shop = openShop();
    const { client } = shop.memory;
    await client.enqueue(pay, { sum: 1 }, { taskId: "done" });
    await shop.memory.drain();
    await client.enqueue(pay, { sum: 1 }, { taskId: "waiting", delay: "1h" });
    const { out, exitCode } = await shop.run("revoke done waiting --task pay");
    expect(exitCode).toBe(1);
    expect(out).toBe("done  had ended: nothing was changed\nwaiting  will not start again\n");
    await shop.memory.advance("2h");
    expect((await client.summary("waiting"))?.state).toBe("REVOKED");
  });

  it("revokes nothing where it does not know one of the tasks", async () => {
    const shop = openShop();
    await shop.memory.client.enqueue(pay, { sum: -1 }, { taskId: "known" });
    await shop.memory.drain();
    const { err, exitCode } = await shop.run("revoke known unknown");
    expect(exitCode).toBe(2);
    expect(err).toMatch(/which task of the app "unknown" is: .* say --task <name>/);
    expect((await shop.memory.client.summary("known"))?.state).toBe("RETRY");
  });

  it("revokes by tag, when it is meant", async () => {
    const shop = openShop();
    const options = { delay: "1h", tags: { customer: "42" } } as const;
    for (const taskId of ["a", "b"]) {
      await shop.memory.client.enqueue(pay, { sum: 1 }, { ...options, taskId });
    }
    const refused = await shop.run("revoke --tag customer=42");
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toMatch(
      /Every task that carries customer=42 .* this is no terminal: say --yes/,
    );
    const { out, exitCode } = await shop.run("revoke --tag customer=42 --yes");
    expect({ out, exitCode }).toEqual({
      out: "2 revoked, 0 running and told to stop, 0 had ended, 0 failed\n",
      exitCode: 0,
    });
  });

  it.each([["revoke"], ["revoke a --tag customer=42"]])("wants ids or a tag: %s", async (words) => {
    const { err, exitCode } = await openShop().run(words);
    expect(exitCode).toBe(2);
    expect(err).toContain("expected either ids of tasks, or --tag");
  });
});

describe("celeriac tasks", () => {
  it("lists them, without asking anybody", async () => {
    const { out, exitCode } = await openShop().run("tasks", {
      findResources: () => {
        throw new Error("not asked for");
      },
    });
    expect(exitCode).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "TASK      QUEUE    HOST     LIMITS         RETRIES              ONCE               SCHEDULES
      pay       default  lambda                  1, after 10s to 10m
      ping      default  lambda                  3, after 1s to 10m                      hourly cron(0 * * * ? *)
      log       default  lambda                  3, after 1s to 10m   keeps no result
      film.cut  studio   fargate  15m, soft 14m  none                 idempotent for 1d
      "
    `);
  });

  it("tells programs more", async () => {
    const { out } = await openShop().run("tasks --json");
    const tasks = JSON.parse(out) as readonly { readonly name: string }[];
    expect(tasks.find(({ name }) => name === "film.cut")).toMatchObject({
      queue: "studio",
      host: "fargate",
      timeLimitMs: 900_000,
      idempotency: { windowMs: 86_400_000, onRepeat: "result" },
    });
    expect(tasks.find(({ name }) => name === "ping")).toMatchObject({
      schedules: [{ name: "hourly", timezone: "UTC", enabled: true }],
    });
  });
});
