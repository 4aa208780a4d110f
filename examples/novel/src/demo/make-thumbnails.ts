import type { TaskResult } from "celeriac";
import { makeThumbnail } from "../tasks.ts";
import { THUMBNAILS } from "./groups.ts";
import type { Photograph } from "./photographs.ts";
import { type Stage, sendMany } from "./stage.ts";

/** How wide the thumbnails of each photograph are, in pixels. */
export const WIDTHS: readonly number[] = [160, 320, 640];

export type Thumbnail = TaskResult<typeof makeThumbnail>;

/** Makes the thumbnails of photographs on the worker, one task each. */
export async function makeThumbnails(
  stage: Stage,
  photographs: readonly Photograph[],
): Promise<Thumbnail[]> {
  const inputs = photographs.flatMap(({ name, image }) =>
    WIDTHS.map((width) => ({ photo: name, width, image })),
  );
  const made = await sendMany(stage, THUMBNAILS, makeThumbnail, inputs);
  stage.checks.that(
    made.every(({ photo, width }, index) => {
      const asked = inputs[index];
      return photo === asked?.photo && width === asked.width;
    }),
    "each photograph became a thumbnail of each width",
    made.map(({ photo, width }) => `${photo}-${width}`),
  );
  return made;
}
