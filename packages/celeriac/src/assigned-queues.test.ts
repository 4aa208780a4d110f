import { expect, it } from "vitest";
import { assignedQueues } from "./assigned-queues.ts";

it.each<[string | undefined, readonly string[] | undefined]>([
  ["default", ["default"]],
  ["default, mail,", ["default", "mail"]],
  ["", undefined],
  [" , ", undefined],
  [undefined, undefined],
])("CELERIAC_QUEUES %j assigns %j", (text, queues) => {
  expect(assignedQueues({ CELERIAC_QUEUES: text })).toEqual(queues);
});
