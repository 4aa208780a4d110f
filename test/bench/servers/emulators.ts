import { fileURLToPath } from "node:url";
import { startEmbeddedAws } from "celeriac/local";
import { app } from "../noop-app.ts";
import type { EmulatorsUp } from "./bench-servers.ts";

/** The emulators' process. It ends when whoever started it lets go of it. */
const entry = fileURLToPath(import.meta.resolve("./noop-function.ts"));
const aws = await startEmbeddedAws(
  app,
  process.argv.includes("--functions") ? { functions: { fn: { entry } } } : {},
);
const [keeper, table] = aws.processIds();
const up: EmulatorsUp = {
  environment: aws.environment,
  pids: [process.pid, ...(table === undefined ? [] : [table])],
};
process.send?.(up);
process.on("message", () => {
  const beside = aws.processIds().filter((pid) => pid !== keeper && pid !== table);
  process.send?.(beside);
});
process.on("disconnect", () => void aws.stop().then(() => process.exit(0)));
