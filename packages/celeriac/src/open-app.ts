import { createQueueOperator } from "@celeriac/aws";
import type { OpenedApp } from "@celeriac/cli";
import type { App, Resources } from "@celeriac/core";
import { createClient } from "./client.ts";
import { serviceEndpoint } from "./inspect-endpoints.ts";

/** Opens an app for the commands that work on it. No call is made yet. */
export function openApp(
  app: App,
  resources: Resources,
  environment: Readonly<Record<string, string | undefined>>,
): OpenedApp {
  const client = createClient(app, { resources });
  const cloudWatchEndpoint = serviceEndpoint(environment, "CLOUDWATCH");
  const queues = createQueueOperator(resources, { cloudWatchEndpoint });
  return {
    client,
    queues,
    async close() {
      await Promise.all([client.close(), queues.close()]);
    },
  };
}
