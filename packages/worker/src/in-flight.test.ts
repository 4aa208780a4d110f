import { describe, expect, it } from "vitest";
import { createInFlight } from "./in-flight.ts";

describe("what is under way can be waited for", () => {
  it("ends at once when there is nothing", async () => {
    await createInFlight().whenEmpty();
  });

  it("ends for all who wait when the last has left", async () => {
    const inFlight = createInFlight();
    inFlight.enter();
    inFlight.enter();
    let ended = 0;
    const waiting = [inFlight.whenEmpty(), inFlight.whenEmpty()].map(async (empty) => {
      await empty;
      ended += 1;
    });
    inFlight.leave();
    await Promise.resolve();
    expect([inFlight.count, ended]).toEqual([1, 0]);
    inFlight.leave();
    await Promise.all(waiting);
    expect([inFlight.count, ended]).toEqual([0, 2]);
  });
});
