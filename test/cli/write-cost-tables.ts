import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PAGES, withTables } from "./cost-tables.ts";

/** Writes the tables of costs into the documents: `node test/cli/write-cost-tables.ts`. */
for (const page of PAGES) {
  const path = fileURLToPath(new URL(`../../${page}`, import.meta.url));
  await writeFile(path, withTables(await readFile(path, "utf8")));
}
