import { startEmbeddedAws } from "celeriac/local";
import { app } from "./noop-app.ts";

/** The emulators in a process of their own, so that their CPU is not counted as the library's. */
const aws = await startEmbeddedAws(app);
process.send?.({ environment: aws.environment });
process.on("disconnect", () => void aws.stop().then(() => process.exit(0)));
