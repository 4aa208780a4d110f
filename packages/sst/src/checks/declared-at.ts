/** A frame's place, as V8 writes it: `at x (/a/b.ts:1:2)`, `at file:///a/b.ts:1:2`. */
const PLACE = /\(?((?:file:\/\/)?[^\s()]+:\d+):\d+\)?$/;
/** Frames of the component itself, of Node and of what SST adds. */
const INNER = /node:|\/node_modules\/|\/packages\/sst\/|\.sst\/platform\/src/;

/**
 * Where a component was made, ` at infra/tasks.ts:12`, read off a stack; empty when the stack does not tell. SST runs
 * the configuration with source maps, so that frames name the files as they were written.
 */
export function declaredAt(stack: string | undefined): string {
  for (const frame of (stack ?? "").split("\n").slice(1)) {
    const place = PLACE.exec(frame.trim())?.[1];
    if (place !== undefined && !INNER.test(frame)) return ` at ${place.replace("file://", "")}`;
  }
  return "";
}
