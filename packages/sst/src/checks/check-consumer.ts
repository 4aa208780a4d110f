import { existsSync } from "node:fs";
import { join } from "node:path";
import type { App, OptionChecks, ResolvedLambdaQueue } from "@celeriac/core";

const OPTIONS = [
  ...["handler", "shared", "architecture", "link", "permissions"],
  ...["environment", "vpc", "nodejs"],
] as const;
/** What SST's builder looks for (pkg/runtime/node: `getFile`). */
const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"] as const;
const ARCHITECTURES = ["arm64", "x86_64"] as const;

/** Whether every lambda queue has a consumer, and what is said of it fits the queues and the files. */
export function checkConsumer(
  consumer: unknown,
  app: App,
  root: string,
  checks: OptionChecks,
): void {
  const queues = [...app.queues.values()].filter((queue) => queue.kind === "lambda");
  const names = queues.map(({ name }) => JSON.stringify(name)).join(", ");
  if (consumer === undefined) {
    if (queues.length === 0) return;
    checks.say(
      `nobody consumes the lambda queues ${names} of app "${app.name}": add consumer: "src/lambda.handler", ` +
        "the file that exports what createLambdaHandler makes",
    );
    return;
  }
  if (queues.length === 0) {
    checks.say(
      `there is a consumer, and app "${app.name}" has no lambda queue: take it away, or define one, as in queues: { default: lambda() }`,
    );
  }
  const options = typeof consumer === "string" ? { handler: consumer } : consumer;
  if (!checks.object("consumer", options)) return;
  checks.known(options, OPTIONS, "consumer.");
  checks.kind("consumer.shared", options["shared"], "boolean");
  checks.choice("consumer.architecture", options["architecture"], ARCHITECTURES);
  checkHandler(options["handler"], root, checks);
  if (options["shared"] === true) checkReservation(queues, checks);
}

function checkHandler(handler: unknown, root: string, checks: OptionChecks): void {
  const match = typeof handler === "string" ? /^(.+)\.([\w$]+)$/.exec(handler) : null;
  const [, path = "", name = ""] = match ?? [];
  if (match === null) {
    checks.wrong(
      "consumer.handler",
      handler,
      'a path and an export, as "src/lambda.handler" for export const handler in src/lambda.ts',
    );
    return;
  }
  if (EXTENSIONS.some((extension) => existsSync(join(root, `${path}${extension}`)))) return;
  checks.say(
    `consumer.handler is ${JSON.stringify(handler)}, and there is no ${path}.ts in ${root}: ` +
      `expected a file there that has export const ${name} = createLambdaHandler(app, [...])`,
  );
}

/** A shared function keeps the sum of what is reserved; a queue without a limit would take it from the others. */
function checkReservation(queues: readonly ResolvedLambdaQueue[], checks: OptionChecks): void {
  const without = queues.filter((queue) => queue.reservedConcurrency === undefined);
  if (without.length === 0 || without.length === queues.length) return;
  const names = without.map(({ name }) => JSON.stringify(name)).join(", ");
  checks.say(
    `consumer.shared is true, and of its queues ${names} have no reservedConcurrency while others have: ` +
      "give it to all of them or to none",
  );
}
