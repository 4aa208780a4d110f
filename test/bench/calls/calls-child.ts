import { countCalls } from "./count-calls.ts";

/** The process that counts calls: `calls-child.ts <tasks>`. */
process.send?.(await countCalls(Number(process.argv[2] ?? 1000)));
process.exit(0);
