import { commandPage } from "./command-page.ts";
import { configurationPage } from "./configuration-page.ts";
import { errorsPage } from "./errors-page.ts";
import { readSource } from "./source-program.ts";

/** The pages that are made of the source, by their paths from the root. */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    "docs/cli.md": commandPage(),
    "docs/configuration.md": configurationPage(readSource()),
    "docs/errors.md": errorsPage(),
  };
}
