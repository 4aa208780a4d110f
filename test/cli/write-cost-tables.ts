import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { withTables } from "./cost-tables.ts";

/** Writes the tables of costs into the documents: `node test/cli/write-cost-tables.ts`. */
for (const page of ["README.md", "docs/costs.md"]) {
  const path = fileURLToPath(new URL(`../../${page}`, import.meta.url));
  await writeFile(path, withTables(await readFile(path, "utf8")));
}
