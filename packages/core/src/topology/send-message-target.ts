/**
 * The target of every schedule: EventBridge Scheduler's universal one, which takes all of SendMessage's fields,
 * MessageGroupId among them; SQS's own templated target takes the body alone.
 * @param partition `aws`, `aws-cn` or `aws-us-gov`, as the second part of every ARN there.
 */
export function sendMessageTarget(partition: string): string {
  return `arn:${partition}:scheduler:::aws-sdk:sqs:sendMessage`;
}
