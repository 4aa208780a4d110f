export type { FaultOptions } from "./app/armed-faults.ts";
export type { MemoryDeadLetter, TestDeadLetter } from "./app/dead-letters-in.ts";
export type { EnqueuedTask } from "./app/enqueued-tasks.ts";
export type { PerformArguments, PerformOverrides } from "./app/perform-task.ts";
export type { RunOptions } from "./app/run-in-memory.ts";
export type { TaskEvent, TaskEventKind } from "./app/task-event.ts";
export { createTestApp, type TestApp, type TestAppOptions } from "./app/test-app.ts";
export type {
  CallFaultOptions,
  DuplicateOptions,
  LostWorkerOptions,
  TestFaults,
} from "./app/test-faults.ts";
export type { TestTask } from "./app/test-task.ts";
export type { LogLine } from "./memory-logger.ts";
