import { createLambdaHandler, type SqsHandler } from "celeriac/lambda";
import { app } from "./app.ts";

export const handler: SqsHandler = createLambdaHandler(app);
