type Fields = Readonly<Record<string, unknown>>;

/** Whether a resource policy refuses everybody who does not come by TLS, whatever they ask `service` for. */
export function demandsTls(policy: unknown, service: "sqs" | "s3"): boolean {
  return statementsOf(policy).some(
    (statement) =>
      statement["Effect"] === "Deny" &&
      isEverybody(statement["Principal"]) &&
      listed(statement["Action"]).some((action) => action === "*" || action === `${service}:*`) &&
      refusesPlainHttp(statement["Condition"]),
  );
}

/** The statements of a resource policy that let in everybody, on no condition. */
export function openStatements(policy: unknown): readonly Fields[] {
  return statementsOf(policy).filter(
    (statement) =>
      statement["Effect"] === "Allow" &&
      isEverybody(statement["Principal"]) &&
      statement["Condition"] === undefined,
  );
}

/** The policy as it should be: nobody let in on no condition, and nobody without TLS. */
export function soundPolicy(
  policy: unknown,
  service: "sqs" | "s3",
  arns: readonly string[],
): string {
  const open = new Set(openStatements(policy));
  const kept = statementsOf(policy).filter((statement) => !open.has(statement));
  const tls = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: `${service}:*`,
    Resource: arns,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return JSON.stringify({
    Version: "2012-10-17",
    ...fieldsOf(policy),
    Statement: demandsTls(policy, service) ? kept : [...kept, tls],
  });
}

/** Whether a role's trust policy lets a service of AWS take it. */
export function trusts(policy: unknown, service: string): boolean {
  return statementsOf(policy).some(
    (statement) =>
      statement["Effect"] === "Allow" &&
      listed(statement["Action"]).some(
        (action) => action === "sts:AssumeRole" || action === "sts:*",
      ) &&
      listed(fieldsOf(statement["Principal"])["Service"]).includes(service),
  );
}

/** A policy's statements: IAM takes one alone in place of a list. */
function statementsOf(policy: unknown): readonly Fields[] {
  return listed(fieldsOf(policy)["Statement"]).map(fieldsOf);
}

function isEverybody(principal: unknown): boolean {
  return principal === "*" || listed(fieldsOf(principal)["AWS"]).includes("*");
}

function refusesPlainHttp(condition: unknown): boolean {
  const told = fieldsOf(fieldsOf(condition)["Bool"])["aws:SecureTransport"];
  return listed(told).some((value) => String(value) === "false");
}

function listed(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}
