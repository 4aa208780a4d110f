import { createTestApp } from "celeriac/testing";
import { describe, expect, it } from "vitest";
import { app } from "./app.ts";
import { createApi } from "./create-api.ts";
import { handleCharge } from "./handlers/charge.ts";
import { handlePack } from "./handlers/pack.ts";
import { createPayments } from "./payments.ts";
import { pack } from "./tasks.ts";

function shop(pay = createPayments()) {
  const test = createTestApp(app, [handleCharge(pay), handlePack]);
  const api = createApi(test.client);
  const call = async (method: string, order: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await api.request(`/orders/${order}/charge`, init)).json();
  };
  return { test, api, call };
}

describe("an order's charge", () => {
  it("is accepted at once, then done", async () => {
    const { test, call } = shop();
    expect(await call("POST", "7", { cents: 500 })).toEqual({ order: "7", state: "PENDING" });
    await test.drain();
    expect(await call("GET", "7")).toEqual({
      order: "7",
      state: "SUCCESS",
      attempts: 1,
      receipt: "receipt-1",
    });
  });

  it("is made once, however often it is asked for", async () => {
    const keys: string[] = [];
    const { test, call } = shop(({ key }) => {
      keys.push(key);
      return Promise.resolve("receipt");
    });
    await call("POST", "7", { cents: 500 });
    await call("POST", "7", { cents: 500 });
    await test.drain();
    await call("POST", "7", { cents: 500 });
    await test.drain();
    expect(keys).toEqual(["orders.charge:charge:7"]);
  });

  it("is tried again while the payment service is away, under the same key", async () => {
    const keys: string[] = [];
    const { test, call } = shop(({ key }) => {
      keys.push(key);
      return keys.length < 3 ? Promise.reject(new Error("away")) : Promise.resolve("receipt");
    });
    await call("POST", "7", { cents: 500 });
    await test.drain();
    expect(await call("GET", "7")).toMatchObject({ state: "RETRY" });
    await test.advance("1m");
    expect(await call("GET", "7")).toMatchObject({ state: "SUCCESS", attempts: 3 });
    expect(new Set(keys).size).toBe(1);
  });

  it("that is declined is not tried again", async () => {
    const { test, call } = shop();
    await call("POST", "7", { cents: 100_001 });
    await test.drain();
    expect(await call("GET", "7")).toEqual({
      order: "7",
      state: "FAILURE",
      attempts: 1,
      reason: "rejected",
    });
  });

  it("can be called off before it starts", async () => {
    const { test, call } = shop();
    await call("POST", "7", { cents: 500 });
    expect(await call("DELETE", "7")).toEqual({ order: "7", answer: "revoked" });
    await test.drain();
    expect(await call("GET", "7")).toMatchObject({ state: "REVOKED", attempts: 0 });
  });

  it.each(["{", '{"cents":0}', '{"cents":"5"}'])("is refused for %s", async (body) => {
    const { api } = shop();
    const response = await api.request("/orders/7/charge", { method: "POST", body });
    expect(response.status).toBe(400);
  });
});

it("an order is packed box by box", async () => {
  const { test } = shop();
  const handle = await test.client.enqueue(pack, { order: "7", boxes: 3 });
  await test.drain();
  expect(await handle.outcome()).toMatchObject({
    state: "SUCCESS",
    result: { packed: 3 },
    progress: { packed: 3, of: 3 },
  });
});
