/** The smallest consumer of an app on Lambda, as a reader of the README would write it: bundled to be measured. */
import { defineApp, defineTask, type TaskDefinition } from "celeriac";
import { createLambdaHandler, type SqsHandler } from "celeriac/lambda";

const add: TaskDefinition<"add", undefined, undefined, string, string> = defineTask({
  name: "add",
  run: async () => "done",
});

export const handler: SqsHandler = createLambdaHandler(
  defineApp({ name: "smallest", tasks: [add] }),
);
