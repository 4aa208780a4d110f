import { handle, type TaskHandler } from "celeriac";
import { pack } from "../tasks.ts";

export const handlePack: TaskHandler = handle(pack, ({ boxes }, ctx) => {
  for (let packed = 1; packed <= boxes; packed += 1) {
    ctx.signal.throwIfAborted();
    ctx.progress({ packed, of: boxes });
  }
  return { packed: boxes };
});
