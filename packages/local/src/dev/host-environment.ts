/** Would tell code of another account, of another app, or of another process; and what names an address. */
const NOT_FOR_HOSTS = /^(AWS_|SST_|CELERIAC_|POWERTOOLS_|npm_|LAMBDA_|_HANDLER$|NODE_OPTIONS$)/;

/**
 * What the code of an app finds in its environment under development: what this process has, so that a `DATABASE_URL` is there,
 * but nothing that leads to a real account. Stacks are mapped to the sources, and every start and end of a task is logged.
 */
export function hostEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const own = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !NOT_FOR_HOSTS.test(entry[0]),
  );
  const options = environment["NODE_OPTIONS"] ?? "";
  return {
    ...Object.fromEntries(own),
    NODE_OPTIONS: `${options} --enable-source-maps`.trim(),
    // As Lambda has it, and containers do.
    TZ: ":UTC",
    POWERTOOLS_LOG_LEVEL: "DEBUG",
    CELERIAC_LOG_LEVEL: "debug",
  };
}
