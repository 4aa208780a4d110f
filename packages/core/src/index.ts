export type { App, AppOptions } from "./definition/app-definition.ts";
export { LAMBDA_TIME_LIMIT_MARGIN_MS } from "./definition/app-resolution.ts";
export { checkInput } from "./definition/check-input.ts";
export { crontab } from "./definition/crontab.ts";
export {
  DEFAULT_FARGATE,
  DEFAULT_LAMBDA,
  DEFAULT_QUEUE,
  DEFAULT_RESULT_EXPIRES,
  DEFAULT_RETENTION,
  DEFAULT_RETRY,
  DEFAULT_UNKNOWN_TASK_GRACE,
} from "./definition/defaults.ts";
export { defineApp } from "./definition/define-app.ts";
export { type DefineTaskOptions, defineTask } from "./definition/define-task.ts";
export { didYouMean } from "./definition/did-you-mean.ts";
export { every } from "./definition/every.ts";
export { handle } from "./definition/handle.ts";
export type { IdempotencyOptions, ResolvedIdempotency } from "./definition/idempotency-options.ts";
export { createMistakes, type Mistakes } from "./definition/mistakes.ts";
export {
  deadLetterQueueOf,
  isQueueName,
  isScheduleName,
  isTaskName,
  QUEUE_NAME_SYNTAX,
  TASK_NAME_SYNTAX,
} from "./definition/names.ts";
export { createOptionChecks, type OptionChecks } from "./definition/option-checks.ts";
export type {
  FargateQueueOptions,
  LambdaQueueOptions,
  QueueDefinition,
  QueueOptions,
} from "./definition/queue-definition.ts";
export { fargate, lambda } from "./definition/queues.ts";
export type { Recurrence } from "./definition/recurrence.ts";
export { resolveHandlers } from "./definition/resolve-handlers.ts";
export type {
  ResolvedFargateQueue,
  ResolvedLambdaQueue,
  ResolvedQueue,
} from "./definition/resolved-queue.ts";
export type { ResolvedTask, RetryPolicy } from "./definition/resolved-task.ts";
export type { RetryOptions } from "./definition/retry-options.ts";
export type { ScheduleOptions } from "./definition/schedule-options.ts";
export type { AnySchema, SchemaInput, SchemaOutput } from "./definition/schema.ts";
export { refusedBySchema, type SchemaIssue } from "./definition/schema-refusal.ts";
export type { SenderContext } from "./definition/sender-context.ts";
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
export type { ResolvedUnique, UniqueOptions } from "./definition/unique-options.ts";
export { type Duration, type DurationUnit, parseDuration } from "./duration.ts";
export type { EffectChange, EffectRecord } from "./effect/effect-record.ts";
export {
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
} from "./envelope/dead-letter.ts";
export { type DecodeAnswer, decodeEnvelope } from "./envelope/decode.ts";
export { type DecodePayloadAnswer, decodePayload } from "./envelope/decode-payload.ts";
export { encodeEnvelope, fitsInline } from "./envelope/encode.ts";
export { ENVELOPE_VERSION, type Envelope } from "./envelope/envelope.ts";
export type { InlinePayload, Payload, StoredPayload } from "./envelope/payload.ts";
export { scheduledBodyAt } from "./envelope/scheduled-body.ts";
export {
  isTags,
  isTaskId,
  isTenant,
  MAX_GENERATION,
  TAGS_SYNTAX,
  TASK_ID_SYNTAX,
  TENANT_SYNTAX,
} from "./envelope/syntax.ts";
export { MAX_DEPTH, MAX_KEYS, utf8Length } from "./envelope/text-limits.ts";
export { type JsonText, MAX_VALUE_DEPTH, toJson } from "./envelope/to-json.ts";
export { CeleriacError, type CeleriacErrorOptions } from "./errors/celeriac-error.ts";
export { RejectError, RetryError, SnoozeError } from "./errors/control-errors.ts";
export type { ErrorCode } from "./errors/error-code.ts";
export { ERROR_GUIDE, type ErrorAdvice } from "./errors/error-guide.ts";
export { fromFailureError, toFailureError } from "./errors/failure-error.ts";
export { toLoggableFields } from "./errors/loggable-fields.ts";
export { scheduledTaskId } from "./ids/scheduled-task-id.ts";
export { uuidv7 } from "./ids/uuidv7.ts";
export type { Json } from "./json.ts";
export * from "./limits.ts";
export { type CoalescerOptions, createCoalescer } from "./packing/coalescer.ts";
export { type BatchLimits, type Packing, packBatches } from "./packing/pack-batches.ts";
export type { CancelTimer, Clock } from "./ports/clock.ts";
export type { DeploymentReader, DeploymentRequest } from "./ports/deployment-reader.ts";
export type { Effect, EffectAnswer, EffectGuard } from "./ports/effect-guard.ts";
export type { EffectStore, EffectWriteAnswer, EffectWriteGuard } from "./ports/effect-store.ts";
export type { LockAnswer, LockName, LockSeen, LockStore } from "./ports/lock-store.ts";
export type { LogFields, Logger } from "./ports/logger.ts";
export type { MessageMover, MoveAnswer, MoveProgress } from "./ports/message-mover.ts";
export type {
  MessageReceiver,
  MessageVisibility,
  ReceiptAnswer,
  ReceivedMessage,
  ReceiveOptions,
} from "./ports/message-receiver.ts";
export type { MessageSender, OutgoingMessage, SendAnswer } from "./ports/message-sender.ts";
export type { PayloadStore } from "./ports/payload-store.ts";
export type { OldestAge, QueueDepth, QueueOperator } from "./ports/queue-operator.ts";
export type { Random } from "./ports/random.ts";
export type { OneShotSchedule, ScheduleStore } from "./ports/schedule-store.ts";
export type { Tag, TagEntry, TagIndex, TagPage } from "./ports/tag-index.ts";
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
export {
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  type FailureError,
  type FailureReason,
  isDeadLetterReason,
} from "./record/failure.ts";
export type { LostAttempt } from "./record/lost-attempt.ts";
export { INPUT_PREVIEW_LENGTH, inputPreview, REDACTED, redact } from "./record/redaction.ts";
export {
  decodeRedriveMark,
  encodeRedriveMark,
  REDRIVE_ATTRIBUTE,
  type RedriveMark,
} from "./record/redrive-mark.ts";
export { RECORD_LIFETIME_MS, removalTime } from "./record/retention.ts";
export { judgeRevoke, type RevokeDecision, revokedRecord } from "./record/revocation.ts";
export type { RecordChange, TaskRecord } from "./record/task-record.ts";
export {
  type FinalState,
  isFinal,
  isLegalTransition,
  isTaskState,
  type RecordedState,
  TASK_STATES,
  type TaskState,
  TRANSITIONS,
} from "./record/task-state.ts";
export { backoffMs } from "./retry/backoff.ts";
export {
  decideRetry,
  type FailedAttempt,
  MAX_REQUESTED_DELAY_MS,
  type RetryDecision,
} from "./retry/decide-retry.ts";
export { retryPolicy } from "./retry/retry-policy.ts";
export { matchGlob } from "./routing/match-glob.ts";
export { compareSpecificity, matching, mostSpecific } from "./routing/specificity.ts";
export { cut, printable, show } from "./show.ts";
export { topology } from "./topology/create-topology.ts";
export type {
  BucketExpiration,
  DeployedBucket,
  DeployedFunction,
  DeployedMapping,
  DeployedQueue,
  DeployedRole,
  DeployedSchedule,
  DeployedTable,
  DeployedWorker,
  Deployment,
  QueueSettings,
  Reading,
  TableSettings,
} from "./topology/deployment.ts";
export { lambdaVisibilitySeconds } from "./topology/lambda-visibility.ts";
export { LINK_KIND } from "./topology/link-kind.ts";
export { parseResources } from "./topology/parse-resources.ts";
export type {
  QueueLocation,
  Resources,
  ScheduleLocation,
  ServiceEndpoints,
} from "./topology/resources.ts";
export { resourcesFor } from "./topology/resources-for.ts";
export { sendMessageTarget } from "./topology/send-message-target.ts";
export type {
  BucketResource,
  FargateConsumer,
  LambdaConsumer,
  QueueResource,
  ScheduleResource,
  TableResource,
  Topology,
} from "./topology/topology.ts";
export { judgeLock, type LockDecision } from "./unique/judge-lock.ts";
export { isUniqueKey, UNIQUE_KEY_SYNTAX, type UniqueLock } from "./unique/unique-lock.ts";
