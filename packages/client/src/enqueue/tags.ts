import { CeleriacError, isTags, show, TAGS_SYNTAX } from "@celeriac/core";

type Tags = Readonly<Record<string, string>>;

/**
 * The tags of the sending task with those of the call over them; `undefined` when there are none.
 * @throws {CeleriacError} `invalid-options` for what no envelope carries.
 */
export function mergeTags(inherited: Tags | undefined, own: unknown): Tags | undefined {
  if (own === undefined) return inherited;
  if (!isTags(own)) throw refused(`tags is ${show(own)}`);
  const tags = { ...inherited, ...own };
  const count = Object.keys(tags).length;
  if (!isTags(tags)) throw refused(`there are ${count} tags with those of the sending task`);
  return count === 0 ? undefined : tags;
}

function refused(fault: string): CeleriacError {
  return new CeleriacError("invalid-options", `${fault}: expected ${TAGS_SYNTAX}`, {
    details: { option: "tags" },
  });
}
