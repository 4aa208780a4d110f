import {
  CeleriacError,
  decodeEnvelope,
  decodePayload,
  defineTask,
  didYouMean,
  isQueueName,
  isTags,
  isTaskId,
  isTenant,
  parseDuration,
  parseResources,
  redact,
  refusedBySchema,
  show,
  toFailureError,
  toJson,
  utf8Length,
} from "@celeriac/core";

const MEGABYTE = 1_000_000;

const repeated = (piece: string): string => piece.repeat(MEGABYTE / piece.length);

/** Each is the beginning of something, again and again, with an end that fits none of it. */
const TEXTS: readonly string[] = [
  ...["a", "1", ".", "-", " ", "\\", '"', '\\"', '"\\', "[", "{", '{"":', '"":', "1.", "1s", "*"],
  ...["\ud800", "e\u0301", "\u202e", "@", "://", "a@", "inputs/", "../", "__proto__", "<aws."],
].flatMap((piece) => [repeated(piece), `${repeated(piece)}!`, `"${repeated(piece)}`]);

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  decodeEnvelope,
  "decodeEnvelope: a stored input": (text) =>
    decodeEnvelope(
      JSON.stringify({ v: 1, i: "a", t: "t", g: 0, q: 1, h: 0, r: { k: text, b: 1 } }),
    ),
  decodePayload,
  parseDuration: (text) => parseDuration(text as "1s", "delay"),
  parseResources,
  "parseResources: an address": (text) =>
    parseResources(JSON.stringify({ app: "a", region: "b", queues: { [text]: { url: text } } })),
  "ids, tenants, names": (text) => [isTaskId, isTenant, isQueueName].map((is) => is(text)),
  isTags: (text) => isTags({ [text]: text }),
  "defineTask: an unknown option": (text) => defineTask({ name: "a", [text]: text }),
  didYouMean: (text) => didYouMean(text, ["timeLimit", "retry", "x".repeat(128)]),
  show,
  toJson: (text) => toJson({ [text]: [text] }, "it"),
  toFailureError: (text) => toFailureError(Object.assign(new Error(text), { name: text })),
  utf8Length,
  redact: (text) => redact({ [text]: text }, ["a.*", text.slice(0, 1000)]),
  refusedBySchema: (text) =>
    refusedBySchema("invalid-input", "it", [{ message: text, path: [text] }], { [text]: text }),
};

/** Every parser with every text, by name. */
export function readInput(): readonly (readonly [string, () => void])[] {
  return Object.entries(PARSERS).map(([name, parse]) => [
    name,
    () => {
      for (const text of TEXTS) refuseOrAnswer(parse, text);
    },
  ]);
}

function refuseOrAnswer(parse: (text: string) => unknown, text: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!CeleriacError.is(error)) throw error;
  }
}
