import { runWorker } from "celeriac/worker";
import { app } from "./app.ts";
import { handleCompareChapters } from "./handlers/compare-chapters.ts";
import { handleMakeThumbnail } from "./handlers/make-thumbnail.ts";
import { handleMergeChapters } from "./handlers/merge-chapters.ts";

/** The container's entry: consumes the queue `studio` until SIGTERM. */
await runWorker(app, [handleMergeChapters, handleCompareChapters, handleMakeThumbnail]);
