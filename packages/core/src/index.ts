export type { AppOptions, App } from "./definition/app-definition.ts";
export type {
  FargateQueueOptions,
  LambdaQueueOptions,
  QueueDefinition,
  QueueOptions,
} from "./definition/queue-definition.ts";
export type {
  ResolvedFargateQueue,
  ResolvedLambdaQueue,
  ResolvedQueue,
} from "./definition/resolved-queue.ts";
export type { ResolvedTask, RetryPolicy } from "./definition/resolved-task.ts";
export type { RetryOptions } from "./definition/retry-options.ts";
export type { AnySchema, SchemaInput, SchemaOutput } from "./definition/schema.ts";
export type { TaskContext } from "./definition/task-context.ts";
export type {
  AnyTask,
  RunFunction,
  TaskDefinition,
  TaskHandler,
  TaskInput,
  TaskResult,
  TaskWire,
} from "./definition/task-definition.ts";
export type {
  OutcomeCommon,
  RevokeAnswer,
  TaskHandle,
  TaskOutcome,
  WaitOptions,
} from "./definition/task-handle.ts";
export type { TaskOptions } from "./definition/task-options.ts";
export type {
  EnqueueArguments,
  EnqueueItem,
  EnqueueOptions,
  EnqueueOutcome,
  TaskSender,
} from "./definition/task-sender.ts";
export { type Duration, type DurationUnit, parseDuration } from "./duration.ts";
export { ENVELOPE_VERSION, type Envelope } from "./envelope/envelope.ts";
export type { InlinePayload, Payload, StoredPayload } from "./envelope/payload.ts";
export { CeleriacError, type CeleriacErrorOptions } from "./errors/celeriac-error.ts";
export { RejectError, RetryError, SnoozeError } from "./errors/control-errors.ts";
export type { ErrorCode } from "./errors/error-code.ts";
export type { Json } from "./json.ts";
export * from "./limits.ts";
export type { CancelTimer, Clock } from "./ports/clock.ts";
export type { LogFields, Logger } from "./ports/logger.ts";
export type {
  MessageReceiver,
  MessageVisibility,
  ReceiptAnswer,
  ReceivedMessage,
  ReceiveOptions,
} from "./ports/message-receiver.ts";
export type { MessageSender, OutgoingMessage, SendAnswer } from "./ports/message-sender.ts";
export type { PayloadStore } from "./ports/payload-store.ts";
export type { Random } from "./ports/random.ts";
export type { OneShotSchedule, ScheduleStore } from "./ports/schedule-store.ts";
export type { TaskStore, WriteAnswer, WriteGuard } from "./ports/task-store.ts";
export { burialChange, expiryChange } from "./record/burial.ts";
export {
  type ClaimDecision,
  type ClaimRequest,
  emptyRecord,
  judgeClaim,
  startedRecord,
  takeoverChange,
} from "./record/claim.ts";
export {
  type AttemptEnd,
  type CompletionRefusal,
  completionChange,
  judgeRefusedCompletion,
} from "./record/completion.ts";
export type { DeadLetterReason, FailureError, FailureReason } from "./record/failure.ts";
export { RECORD_LIFETIME_MS, removalTime } from "./record/retention.ts";
export { judgeRevoke, type RevokeDecision, revokedRecord } from "./record/revocation.ts";
export type { RecordChange, TaskRecord } from "./record/task-record.ts";
export {
  type FinalState,
  isFinal,
  isLegalTransition,
  type RecordedState,
  TRANSITIONS,
  type TaskState,
} from "./record/task-state.ts";
export type {
  QueueLocation,
  Resources,
  ScheduleLocation,
  ServiceEndpoints,
} from "./topology/resources.ts";
export type {
  BucketResource,
  FargateConsumer,
  LambdaConsumer,
  QueueResource,
  TableResource,
  Topology,
} from "./topology/topology.ts";
