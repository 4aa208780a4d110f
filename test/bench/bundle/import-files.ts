import { pathToFileURL } from "node:url";

/** The process that imports a bundle's files, one after the other, and tells how long that took, ms. */
const began = performance.now();
for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
process.send?.(performance.now() - began);
process.exit(0);
