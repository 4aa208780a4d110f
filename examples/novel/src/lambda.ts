import { createLambdaHandler } from "celeriac/lambda";
import { app } from "./app.ts";
import { handleGlossChapter } from "./handlers/gloss-chapter.ts";
import { handleIndexChapter } from "./handlers/index-chapter.ts";
import { handleMeasureChapter } from "./handlers/measure-chapter.ts";
import { handleRegisterEdition } from "./handlers/register-edition.ts";

/** The Lambda function that consumes the queue `default`. */
export const handler = createLambdaHandler(app, [
  handleMeasureChapter,
  handleIndexChapter,
  handleGlossChapter,
  handleRegisterEdition,
]);
