/** An error as EventBridge Scheduler answers it. */
export class SchedulerError extends Error {
  override readonly name: string;
  readonly status: 400 | 404 | 409;

  constructor(
    name: "ValidationException" | "ResourceNotFoundException" | "ConflictException",
    message: string,
  ) {
    super(message);
    this.name = name;
    this.status = STATUS[name];
  }
}

const STATUS = {
  ValidationException: 400,
  ResourceNotFoundException: 404,
  ConflictException: 409,
} as const;
