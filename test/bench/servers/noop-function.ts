import { createLambdaHandler, type SqsHandler } from "celeriac/lambda";
import { app } from "../noop-app.ts";

export const handler: SqsHandler = createLambdaHandler(app);
