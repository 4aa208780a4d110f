import { readInput } from "./long-text-parsers.ts";

/**
 * Runs every parser on texts of a megabyte that are made to be gone through again and again. What takes a step per
 * character ends at once; what takes the square of that would take days. Tells each parser's name before it starts.
 */
for (const [name, run] of readInput()) {
  process.stdout.write(`${name}\n`);
  run();
}
process.stdout.write("all done\n");
