/** AWS's advice: so many times the function's timeout (Lambda developer guide, "Using Lambda with Amazon SQS"). */
const VISIBILITY_FACTOR = 6;

/**
 * How long a message that a Lambda function received stays invisible, seconds: through the retries of an invocation that
 * is throttled, and the time that its batch is gathered.
 */
export function lambdaVisibilitySeconds(timeoutSeconds: number, windowSeconds: number): number {
  return VISIBILITY_FACTOR * timeoutSeconds + windowSeconds;
}
