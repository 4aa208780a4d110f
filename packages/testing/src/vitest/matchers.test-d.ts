import { defineApp, defineTask } from "@celeriac/core";
import { test as check, expect } from "vitest";
import { z } from "zod";
import { createTestApp } from "../app/test-app.ts";
import { celeriacMatchers } from "./index.ts";

const resize = defineTask({ name: "resize", input: z.object({ width: z.number() }) });
const test = createTestApp(defineApp({ name: "test", tasks: [resize] }));

check("matchers are typed by the task", () => {
  expect.extend(celeriacMatchers);
  expect(test).toHaveEnqueued(resize, { width: 1 }, { delay: "5m", times: 1 });
  expect(test).not.toHaveEnqueued(resize, ({ width }) => width > 1);
  expect(test).toHaveEnqueued(resize, expect.objectContaining({ width: 1 }));
  // @ts-expect-error: the schema's input is a number
  expect(test).toHaveEnqueued(resize, { width: "1" });
  // @ts-expect-error: no reason of a failure
  expect(test).toHaveFailed({ reason: "tired" });
  // @ts-expect-error: no reason of a dead letter
  expect(test).toBeDeadLettered("tired");
});
