import { createQueueOperator } from "@celeriac/aws";
import type { OpenedApp } from "@celeriac/cli";
import type { App, Resources } from "@celeriac/core";
import { createClient } from "./client.ts";

/** Opens an app for the commands that work on it. No call is made yet. */
export function openApp(app: App, resources: Resources): OpenedApp {
  const client = createClient(app, { resources });
  const queues = createQueueOperator(resources);
  return {
    client,
    queues,
    async close() {
      await Promise.all([client.close(), queues.close()]);
    },
  };
}
