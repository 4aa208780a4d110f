import { z } from "zod";

type Chapter = z.output<typeof chapterBody>;

/** Stricter than the task, which trusts its senders. */
const chapterBody = z.strictObject({
  chapter: z.string().min(1).max(200),
  text: z.string().min(1),
});

/** Reads a request's body. What is wrong is said by field, never by showing what was sent. */
export function readChapter(
  body: string,
):
  | { readonly ok: true; readonly chapter: Chapter }
  | { readonly ok: false; readonly error: string } {
  const parsed = chapterBody.safeParse(parseJson(body));
  if (parsed.success) return { ok: true, chapter: parsed.data };
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join(".") || "body"}: ${message}`,
  );
  return { ok: false, error: issues.join("; ") };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
