import type { App } from "../definition/app-definition.ts";
import { deadLetterQueueOf } from "../definition/names.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";
import type { Resources } from "./resources.ts";

/**
 * Checks that resources are those of an app: its own, and with every queue and dead-letter queue it has. Answers them.
 * @throws {CeleriacError} `missing-resource`, naming what the deployment does not have.
 */
export function resourcesFor(app: App, resources: Resources): Resources {
  if (resources.app !== app.name) {
    throw new CeleriacError(
      "missing-resource",
      `the resources are those of app ${show(resources.app)}, and this is app ${show(app.name)}: ` +
        "link the app's own deployment",
      { details: { app: app.name, found: resources.app } },
    );
  }
  const missing = [...app.queues.keys()]
    .flatMap((queue) => [queue, deadLetterQueueOf(queue)])
    .filter((queue) => !Object.hasOwn(resources.queues, queue));
  if (missing.length === 0) return resources;
  const names = missing.map((queue) => show(queue)).join(", ");
  throw new CeleriacError(
    "missing-resource",
    `app ${show(app.name)} has no deployed queue for ${names}: deploy it again`,
    { details: { app: app.name, queues: missing } },
  );
}
