/** This process's environment, without what would make a child believe that it is one of this run's tests. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const own = /^(VITEST|NODE_ENV$|NODE_TEST|TEST$|DEV$|PROD$|MODE$|npm_)/;
  const left = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(left), NO_COLOR: "1" };
}
