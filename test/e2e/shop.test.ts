import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";

const START = join(import.meta.dirname, "../../examples/shop/src/start.ts");

/** The first of its lines in which something of a form stands. */
async function said(child: ChildProcess, form: RegExp): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error("its output is not read");
  for await (const line of createInterface({ input: stdout })) {
    const found = form.exec(line)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`it ended without a word of the form ${form}`);
}

let shop: ChildProcess;
let address: string;

beforeAll(async () => {
  shop = spawn(process.execPath, [START], {
    env: { PATH: process.env["PATH"], PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  address = await said(shop, /http:\/\/127\.0\.0\.1:\d+/);
});

// By a signal that it hears: its server and worker would outlive a SIGKILL.
afterAll(async () => {
  if (shop.exitCode !== null) return;
  const exit = once(shop, "exit");
  shop.kill("SIGINT");
  await exit;
});

it("the shop's server sends, its worker runs, and both end when they are told to", async () => {
  const charge = `${address}/orders/7/charge`;
  const accepted = await fetch(charge, { method: "POST", body: '{"cents":500}' });
  expect(accepted.status).toBe(202);
  await expect
    .poll(async () => (await fetch(charge)).json(), { timeout: 20_000 })
    .toMatchObject({ state: "SUCCESS", receipt: "receipt-1" });

  const exit = once(shop, "exit");
  shop.kill("SIGINT");
  expect(await exit).toEqual([0, null]);
}, 40_000);
