import { CeleriacError, decodePayload, type Payload, refusedBySchema } from "@celeriac/core";
import { type FollowedTask, nameOf } from "./followed-task.ts";

/**
 * Fetches a result and parses it by the output schema: once, here, since the worker stored it as its handler returned it.
 * `undefined` when it lies in the payload store no more.
 * @throws {CeleriacError} `invalid-output`, or when the payload store could not be asked.
 */
export async function readResult<Result>(
  followed: FollowedTask,
  payload: Payload | undefined,
): Promise<{ readonly value: Result } | undefined> {
  if (payload?.kind !== "stored") return { value: await parse<Result>(followed, payload?.value) };
  const text = await followed.ports.payloads.get(payload.key);
  if (text === undefined) return undefined;
  return { value: await parse<Result>(followed, parseJson(followed, payload.key, text)) };
}

function parseJson(followed: FollowedTask, key: string, text: string): unknown {
  const decoded = decodePayload(text);
  if (decoded.ok) return decoded.value;
  throw new CeleriacError(
    "invalid-output",
    `the stored result of ${nameOf(followed)}, ${key}, ${decoded.fault}: something else has written there`,
    { details: { taskId: followed.taskId, key } },
  );
}

async function parse<Result>(followed: FollowedTask, wire: unknown): Promise<Result> {
  const schema = followed.task.definition.output;
  // Without a schema the result is what the handler returned, unchecked.
  if (schema === undefined) return wire as Result;
  let answer: Awaited<ReturnType<(typeof schema)["~standard"]["validate"]>>;
  try {
    answer = await schema["~standard"].validate(wire);
  } catch (cause) {
    throw new CeleriacError(
      "invalid-output",
      `the output schema of task ${followed.task.name} threw instead of answering: its code needs mending`,
      { cause, details: { taskId: followed.taskId } },
    );
  }
  if (answer.issues === undefined) return answer.value as Result;
  throw refusedBySchema(
    "invalid-output",
    `the stored result of ${nameOf(followed)}`,
    answer.issues,
    wire,
  );
}
