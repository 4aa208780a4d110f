import { createTestApp } from "celeriac/testing";
import { celeriacMatchers } from "celeriac/testing/vitest";
import { expect, it } from "vitest";
import { app, greet } from "./app.ts";

expect.extend(celeriacMatchers);

it("greets", async () => {
  const test = createTestApp(app);
  expect(await test.perform(greet, { name: "Ishmael" })).toEqual({
    greeting: "Hello, Ishmael, at attempt 1!",
  });
});

it("greets at the next attempt when the worker was lost", async () => {
  const test = createTestApp(app);
  test.faults.loseWorker();
  const handle = await test.client.enqueue(greet, { name: "Ishmael" });
  await test.advance("10m");
  expect(await test.task(handle)).toHaveSucceeded({ greeting: "Hello, Ishmael, at attempt 2!" });
});
