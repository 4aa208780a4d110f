/** One redrive of a task, as its record keeps it. */
export interface RedriveMark {
  /** When the letter was sent again (`letters`), or when what SQS had moved was first started (`move`); epoch ms. */
  readonly at: number;
  /** `letters`: chosen and sent by a client. `move`: moved by SQS itself, for a client or by the console. */
  readonly way: "letters" | "move";
  /** The generation that it started. */
  readonly generation: number;
  /** The input was changed. */
  readonly edited: boolean;
}

/** How many redrives a record names: the last ones. */
export const MAX_REDRIVES_KEPT = 10;

/** The message attribute by which a redriven message tells its host so: the claim records it, in the same write. */
export const REDRIVE_ATTRIBUTE = "celeriac-redrive";

/** The attribute's text. */
export function encodeRedriveMark({ at, edited }: Pick<RedriveMark, "at" | "edited">): string {
  return edited ? `${at} edited` : String(at);
}

/** Reads the attribute; `undefined` for what no client wrote. */
export function decodeRedriveMark(
  text: string | undefined,
  generation: number,
): RedriveMark | undefined {
  const match = /^(\d{1,15})( edited)?$/.exec(text ?? "");
  if (match === null) return undefined;
  return { at: Number(match[1]), way: "letters", generation, edited: match[2] !== undefined };
}

/** Adds a mark, once: a message may be claimed more than once. */
export function withRedrive(
  marks: readonly RedriveMark[] | undefined,
  mark: RedriveMark,
): readonly RedriveMark[] {
  const before = marks ?? [];
  const stands = before.some(
    ({ at, generation }) => at === mark.at && generation === mark.generation,
  );
  return stands ? before : [...before, mark].slice(-MAX_REDRIVES_KEPT);
}
