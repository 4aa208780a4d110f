import type { Statement } from "./statement.ts";

/** A policy as IAM takes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Statements as the policy that IAM takes. No operator and key of a condition may be in one statement twice. */
export function toPolicyDocument(statements: readonly Statement<string>[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements.map(toPolicyStatement) };
}

function toPolicyStatement(statement: Statement<string>): PolicyStatement {
  const { sid, actions, resources, conditions } = statement;
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions === undefined
      ? {}
      : {
          Condition: Object.fromEntries(
            conditions.map(({ test, variable, values }) => [test, { [variable]: values }]),
          ),
        }),
  };
}
