import sharp from "sharp";
import type { Checks } from "./checks.ts";
import type { Thumbnail } from "./make-thumbnails.ts";

/** Opens every thumbnail that was written, and looks whether it is the picture that was asked for. */
export async function checkThumbnails(
  checks: Checks,
  files: readonly string[],
  thumbnails: readonly Thumbnail[],
): Promise<void> {
  for (const [index, file] of files.entries()) {
    const { format, width, height } = await sharp(file).metadata();
    const wanted = thumbnails[index];
    checks.that(
      format === "webp" && width === wanted?.width && height === wanted.height,
      `${wanted?.photo}-${wanted?.width}.webp holds the picture that the task made`,
      { format, width, height },
    );
  }
}
