import { CeleriacError, LINK_KIND, parseResources, type Resources, show } from "@celeriac/core";

interface CeleriacLink {
  readonly name: string;
  readonly link: { readonly app?: unknown };
}

interface LinkChoice {
  readonly name: string | undefined;
  readonly otherwise: () => Resources | undefined;
}

/**
 * Finds an app's resources among what SST has linked: the link that `name` names, else the only one of this app. Links
 * that say the same, as a component and its operator do, count as one. Where there is none, `otherwise` is asked.
 * @throws {CeleriacError} `missing-resource` when nobody knows of any, or there are several, or when the one found cannot be read.
 */
export function linkedResources(
  links: ReadonlyMap<string, unknown>,
  app: string,
  { name, otherwise }: LinkChoice,
): Resources {
  const linked = [...links].flatMap(([each, link]) =>
    isCeleriacs(link) ? [{ name: each, link }] : [],
  );
  const wanted = linked.filter((each) =>
    name === undefined ? each.link.app === app : each.name === name,
  );
  const read = wanted.map((each) =>
    parseResources(JSON.stringify(each.link), `the SST link ${show(each.name)}`),
  );
  const [found, ...others] = read.filter((each, n) => !same(each, read[n - 1]));
  if (found !== undefined && others.length === 0) return found;
  const elsewhere = found === undefined ? otherwise() : undefined;
  if (elsewhere !== undefined) return elsewhere;
  const which = name === undefined ? `of app ${show(app)}` : `named ${show(name)}`;
  throw missing(`${found === undefined ? "none" : "more than one"} is ${which}`, linked);
}

function same(one: Resources, other: Resources | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isCeleriacs(link: unknown): link is CeleriacLink["link"] {
  return typeof link === "object" && link !== null && "kind" in link && link.kind === LINK_KIND;
}

function missing(what: string, linked: readonly CeleriacLink[]): CeleriacError {
  const all = linked.map(({ name, link }) => `${show(name)} of app ${show(link.app)}`);
  return new CeleriacError(
    "missing-resource",
    `CELERIAC_RESOURCES is not set, and of the Celeriac components linked by SST (${all.join(", ") || "none at all"}) ${what}. ` +
      'In sst.config.ts: const tasks = new Celeriac("Tasks", …), and link: [tasks] where this runs; where several of one ' +
      'app are linked, pass link: "Tasks". On your machine run celeriac dev in this folder or one above. Anywhere else set the variable, as the embedded AWS (celeriac/local: ' +
      "`environment`) does, or pass `resources`.",
    { details: { linked: linked.map(({ name }) => name) } },
  );
}
