import { createLambdaHandler } from "celeriac/lambda";
import { app } from "./app.ts";

export const handler = createLambdaHandler(app);
