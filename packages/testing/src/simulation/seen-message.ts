import type { SeenMessage } from "./history.ts";

/** Reads what bodies say, by code of its own: a simulation that decoded as the product does would believe its mistakes. */
export function createBodyReader(): (messageId: string, body: string) => SeenMessage {
  const known = new Map<string, Omit<SeenMessage, "messageId">>();
  return (messageId, body) => {
    let said = known.get(body);
    if (said === undefined) {
      said = read(body);
      known.set(body, said);
    }
    return { messageId, ...said };
  };
}

function read(body: string): Omit<SeenMessage, "messageId"> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const fields = (typeof value === "object" && value !== null ? value : {}) as Fields;
  const { v, i, g, e } = fields;
  return {
    body,
    taskId: typeof i === "string" ? i : undefined,
    generation: typeof g === "number" ? g : 0,
    version: typeof v === "number" ? v : undefined,
    eta: typeof e === "number" ? e : undefined,
  };
}

interface Fields {
  readonly v?: unknown;
  readonly i?: unknown;
  readonly g?: unknown;
  readonly e?: unknown;
}
