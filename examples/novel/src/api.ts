import { createClient } from "celeriac/client";
import { handle } from "hono/aws-lambda";
import { createApi } from "./api/create-api.ts";
import { app } from "./app.ts";

/** The Lambda function behind the HTTP API: linked to the app's component, it finds everything by itself. */
export const handler = handle(createApi(createClient(app)));
