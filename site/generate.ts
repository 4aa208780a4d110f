import { writeFileSync } from "node:fs";
import { generatedPages } from "./reference/generated-pages.ts";
import { ROOT } from "./reference/source-program.ts";

/** Writes the pages that are made of the source: `npm run docs:generate`. */
for (const [page, text] of Object.entries(generatedPages())) writeFileSync(ROOT + page, text);
