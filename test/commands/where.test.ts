import { runCommand } from "@celeriac/cli";
import { CeleriacError, type Resources } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { openShop, resourcesOf, shop } from "./shop.ts";

/** What a client is told where nobody knows the resources. */
const unknown = (linked: readonly string[]) => () => {
  throw new CeleriacError("missing-resource", "a long story.", { details: { linked } });
};

describe("where a running app is", () => {
  it("is what --endpoint says, before all that the environment says", async () => {
    const asked: unknown[] = [];
    const { exitCode } = await openShop().run("queues --endpoint http://localhost:4566", {
      resourcesAt: async (app, endpoint) => {
        asked.push(app.name, endpoint);
        return resourcesOf(app);
      },
      findResources: unknown([]),
    });
    expect({ exitCode, asked }).toEqual({ exitCode: 0, asked: ["shop", "http://localhost:4566"] });
  });

  it("is what --resources says, by a file or the standard input", async () => {
    let opened: Resources | undefined;
    const resources = { ...resourcesOf(shop), region: "eu-north-1" };
    const run = openShop();
    await run.run("queues --resources -", {
      readStdin: async () => JSON.stringify(resources),
      openApp: (_app, found) => {
        opened = found;
        throw new Error("seen");
      },
    });
    expect(opened).toEqual(resources);
  });

  it("is what the link names", async () => {
    const links: unknown[] = [];
    await openShop().run("queues --link Tasks", {
      findResources: (...words) => {
        links.push(words);
        return resourcesOf(shop);
      },
    });
    expect(links).toEqual([["shop", "Tasks"]]);
  });

  it("is told how to be said, where nobody says it", async () => {
    const none = await openShop().run("queues", { findResources: unknown([]) });
    expect(none.exitCode).toBe(2);
    expect(none.err).toBe(
      'error: nothing says where app "shop" runs: start celeriac dev in this folder or one above; on AWS put sst shell --stage <stage> -- before the command; or say --resources <file>, --endpoint <url>, or CELERIAC_RESOURCES\n',
    );
    const several = await openShop().run("queues", { findResources: unknown(["A", "B"]) });
    expect(several.err).toMatch(/^error: a long story\. For this command: /);
  });

  it.each([
    ["queues --endpoint localhost:4566", /--endpoint is "localhost:4566": expected a URL/],
    [
      "queues --endpoint http://x --link T",
      /'--endpoint <url>' cannot be used with .*'--link <name>'/,
    ],
  ])("is not %s", async (words, message) => {
    const { err, exitCode } = await openShop().run(words);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
  });

  it("is that of this app, with every queue of it", async () => {
    const other = await openShop().run("queues", {
      findResources: () => ({ ...resourcesOf(shop), app: "store" }),
    });
    expect(other.err).toContain('the resources are those of app "store", and this is app "shop"');
    const { queues, ...rest } = resourcesOf(shop);
    const { "studio-dlq": _missing, ...fewer } = queues;
    const older = await openShop().run("queues", {
      findResources: () => ({ ...rest, queues: fewer }),
    });
    expect(older.exitCode).toBe(2);
    expect(older.err).toContain('has no deployed queue for "studio-dlq": deploy it again');
  });
});

describe("a command's connections", () => {
  it("are closed, also when it fails", async () => {
    const run = openShop();
    let closed = 0;
    for (const words of ["result nobodys", "dlq show nobodys"]) {
      await run.run(words, {
        openApp: () => ({
          ...run.opened(),
          close: async () => {
            closed += 1;
          },
        }),
      });
    }
    expect(closed).toBe(2);
  });
});

describe("the version", () => {
  it("is the package's", async () => {
    const { out, exitCode } = await runCommand(["--version"], { version: "1.2.3" });
    expect({ out, exitCode }).toEqual({ out: "1.2.3\n", exitCode: 0 });
  });
});
