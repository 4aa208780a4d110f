import { createTestApp, type TestApp } from "celeriac/testing";
import { celeriacMatchers } from "celeriac/testing/vitest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { app } from "./app.ts";
import { type Library, startLibrary } from "./demo/library.ts";
import { handleGlossChapter } from "./handlers/gloss-chapter.ts";
import { handleIndexChapter } from "./handlers/index-chapter.ts";
import { handleMeasureChapter } from "./handlers/measure-chapter.ts";
import { handleRegisterEdition } from "./handlers/register-edition.ts";
import { glossChapter, indexChapter, registerEdition } from "./tasks.ts";

expect.extend(celeriacMatchers);

/** The function's queue alone: what goes to the studio stays there. */
function onLambda(): TestApp {
  const handlers = [
    handleMeasureChapter,
    handleIndexChapter,
    handleGlossChapter,
    handleRegisterEdition,
  ];
  return createTestApp(app, handlers, { queues: ["default"] });
}

let library: Library;

beforeEach(async () => {
  library = await startLibrary(2);
});

afterEach(() => library.close());

describe("an edition", () => {
  it("is registered at the third attempt of a library that was down, after one second and two", async () => {
    const test = onLambda();
    const input = { library: library.editionsUrl, title: "Moby Dick", chapters: 139 };
    const handle = await test.client.enqueue(registerEdition, input);
    await test.drain();
    await test.advance("1s");
    await test.drain();
    expect(await test.task(handle)).toHaveRetried(1);
    await test.advance("2s");
    await test.drain();
    expect(await test.task(handle)).toHaveSucceeded({ shelfmark: "PS2384.M6" });
    expect(new Set(library.registrations).size).toBe(1);
  });
});

describe("a gloss", () => {
  it("without a glossary is a dead letter, and is redriven once there is one", async () => {
    const test = onLambda();
    const input = { chapter: "53", text: "a gam", glossary: library.glossaryUrl };
    const handle = await test.client.enqueue(glossChapter, input);
    await test.drain();
    expect(await test.task(handle)).toBeDeadLettered("rejected");

    library.publish({ gam: "a meeting" });
    await test.client.deadLetters("default").redrive();
    await test.drain();
    expect(await test.task(handle)).toHaveSucceeded();
  });
});

describe("an index", () => {
  it("is made once, however often SQS delivers it and whoever dies over it", async () => {
    const test = onLambda();
    test.faults.loseWorker();
    test.faults.deliverTwice();
    const input = {
      chapter: "42",
      text: "the whiteness of the whale",
      words: ["whale"] as [string],
    };
    const handle = await test.client.enqueue(indexChapter, input);
    const { entries } = await handle.result();
    expect(entries).toHaveLength(1);
    expect(await test.task(handle)).toMatchObject({ attempts: 2, lost: [{ attempt: 1 }] });
  });
});
