import type { TaskRecord } from "@celeriac/core";

const NOW = 1_767_225_600_123;

/** The least that a record holds. */
export function plainRecord(taskId: string, fields: Partial<TaskRecord> = {}): TaskRecord {
  return {
    taskId,
    task: "conformance.task",
    queue: "default",
    state: "STARTED",
    generation: 0,
    revision: 1,
    attempts: 1,
    excused: 0,
    owner: "owner-1",
    leaseUntil: NOW + 30_000,
    nextAttemptAt: 0,
    revokeRequested: false,
    enqueuedAt: NOW - 1000,
    updatedAt: NOW,
    removeAfter: NOW + 45 * 86_400_000,
    ...fields,
  };
}

/** Every field that a record may lack; a field that is added to the record must be added here. */
export type OptionalFields = Required<
  Pick<
    TaskRecord,
    {
      [Key in keyof TaskRecord]-?: undefined extends TaskRecord[Key] ? Key : never;
    }[keyof TaskRecord]
  >
>;

export const OPTIONAL_FIELDS: OptionalFields = {
  revokedGeneration: 3,
  deadLetteredGeneration: 2,
  reason: "worker-lost",
  error: {
    name: "TypeError",
    message: "it is undefined",
    code: "E_CODE",
    stack: "TypeError: it is undefined\n    at run (file.ts:1:1)",
    cause: { name: "Error", message: "below", cause: { name: "Error", message: "", code: "" } },
  },
  result: { kind: "stored", key: "results/task-1/2", bytes: 123_456 },
  resultExpiresAt: NOW + 7 * 86_400_000,
  progress: { done: 3, of: 10, nested: [{ deep: [null, true, -1.5, ""] }] },
  input: { kind: "stored", key: "inputs/task-1", bytes: 200_000 },
  inputPreview: '{"imageId":"a"}',
  lost: [{ attempt: 2, host: "worker-6", startedAt: NOW - 700 }, { attempt: 3 }],
  shared: true,
  redrives: [{ at: NOW - 800, way: "letters", generation: 2, edited: true }],
  host: "worker-7",
  startedAt: NOW - 500,
  firstStartedAt: NOW - 900,
  finishedAt: NOW,
  rootId: "root-1",
  parentId: "parent-1",
  workflow: { id: "workflow-1", node: "node-1" },
  tenant: "tenant-1",
  tags: { colour: "green", "a.b": "", "": "empty key" },
};

/** A record with every field. */
export function fullRecord(taskId: string): TaskRecord {
  return plainRecord(taskId, {
    ...OPTIONAL_FIELDS,
    state: "FAILURE",
    generation: 2,
    attempts: 5,
    excused: 1,
    nextAttemptAt: NOW + 1,
    revokeRequested: true,
  });
}
