/** Starts a LocalStack of its own from what is installed, prints its process id as JSON, and stays. */
import { createChildKeeper } from "@celeriac/local";
import { cacheFolder } from "./cache-folder.ts";
import { startLocalStack } from "./localstack.ts";
import { findPython, NO_PYTHON } from "./python.ts";

const python = await findPython(process.env);
if (python === undefined) throw new Error(NO_PYTHON);
const { pid } = await startLocalStack(createChildKeeper(), cacheFolder(process.env), python);
console.log(JSON.stringify({ pid }));
setInterval(() => undefined, 60_000);
