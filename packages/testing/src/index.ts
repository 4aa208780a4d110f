export type { TestDeadLetter } from "./app/dead-letters-in.ts";
export { createTestApp, type TestApp, type TestAppOptions } from "./app/test-app.ts";
export type { LogLine } from "./memory-logger.ts";
