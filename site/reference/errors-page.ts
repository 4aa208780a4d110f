import { ERROR_GUIDE } from "@celeriac/core";
import { GENERATED, table } from "./markdown.ts";

const INTRODUCTION = `# Errors

Everything that Celeriac throws is a \`CeleriacError\` with one of these codes. Its message says what happened, with which value,
what was expected and what to do; \`details\` has the same for programs, \`cause\` what lies behind it, and \`retryable\` whether doing
the same again may succeed. \`CeleriacError.is(error, "throttled")\` knows it across bundles too, where \`instanceof\` fails.

\`\`\`ts
import { CeleriacError, RejectError } from "celeriac";

export function judge(error: unknown): never {
  if (CeleriacError.is(error, "invalid-input")) throw new RejectError(error.message, { cause: error });
  throw error;
}
\`\`\``;

/** docs/errors.md, made of the guide beside the codes. */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_GUIDE).map(([code, { met, means, remedy }]) => [
    `<a id="${code}"></a>\`${code}\``,
    met,
    means,
    remedy,
  ]);
  return `${[GENERATED, INTRODUCTION, table(["code", "met", "means", "do"], rows)].join("\n\n")}\n`;
}
