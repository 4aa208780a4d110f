import { readFileSync } from "node:fs";
import type { Resources } from "celeriac";
import { createLambdaHandler, type SqsHandler } from "celeriac/lambda";
import { app } from "../app.ts";
import { handlersOf } from "./handlers.ts";

/** Names the file that says where the resources are behind the proxy, which starts after the functions are known. */
const path = process.env["CHAOS_RESOURCES_FILE"];
if (path === undefined) throw new Error("CHAOS_RESOURCES_FILE is not set");
const resources = JSON.parse(readFileSync(path, "utf8")) as Resources;

export const handler: SqsHandler = createLambdaHandler(app, handlersOf("lambda"), { resources });
