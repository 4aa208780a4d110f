/**
 * A policy for queues (`sqs`) or a bucket and its objects (`s3`), as JSON: whoever does not come by TLS is refused,
 * whatever else allows it. It grants nothing.
 */
export function secureTransportPolicy(service: "sqs" | "s3", arns: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: `${service}:*`,
        Resource: arns,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
