import type { Resources } from "@celeriac/core";

/**
 * How the physical names of an app's queues begin; `undefined` where they have nothing in common that holds the app's
 * name: what else begins so might be anybody's.
 */
export function queuePrefix({ app, queues }: Resources): string | undefined {
  const names = Object.values(queues).map(({ arn }) => nameOf(arn));
  const [first = ""] = names;
  let length = first.length;
  while (!names.every((name) => name.startsWith(first.slice(0, length)))) length -= 1;
  const prefix = first.slice(0, length);
  return prefix.toLowerCase().includes(app.toLowerCase()) ? prefix : undefined;
}

/**
 * Of the names that begin as the app's queues do, those that it does not have. A neighbour's are left out: a stage's
 * `app-dev-2-mail` begins like `app-dev-mail`, and ends like it; a component's `app-dev-Tasks2Queue…` begins like
 * `app-dev-TasksQueue…`, in the middle of a word.
 */
export function orphansAmong(names: readonly string[], resources: Resources): readonly string[] {
  const prefix = queuePrefix(resources) ?? "";
  const own = Object.values(resources.queues).map(({ arn }) => nameOf(arn).slice(prefix.length));
  const words = new Set(own.map(firstWord));
  const isWhole = /[-_]$/.test(prefix);
  return names.filter((name) => {
    const rest = name.slice(prefix.length);
    const isNeighbour = own.some((each) => rest.endsWith(`-${each}`));
    return !(own.includes(rest) || isNeighbour) && (isWhole || words.has(firstWord(rest)));
  });
}

function firstWord(text: string): string {
  return /^[A-Z]?[a-z0-9]*/.exec(text)?.[0] ?? "";
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
