import { filesOf, writeProjects } from "./blocks/page-projects.ts";
import { BLOCKS } from "./blocks/pages.ts";

/** Writes each page's blocks as files, which the tests then compile and run. */
export function setup(): void {
  writeProjects(
    filesOf(BLOCKS),
    BLOCKS.filter(({ language }) => language !== "ts"),
  );
}
