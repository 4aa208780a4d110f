import { handle } from "celeriac";
import sharp from "sharp";
import { makeThumbnail } from "../tasks.ts";

export const handleMakeThumbnail = handle(makeThumbnail, async ({ photo, width, image }) => {
  const { data, info } = await sharp(image).resize({ width }).webp().toBuffer({
    resolveWithObject: true,
  });
  return { photo, width: info.width, height: info.height, image: data.toString("base64") };
});
