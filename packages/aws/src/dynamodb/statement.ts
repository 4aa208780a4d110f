import type { AttributeValue, BatchStatementRequest } from "@aws-sdk/client-dynamodb";
import type { ConditionalWrite, InsertWrite, UpdateWrite } from "./conditional-write.ts";

/**
 * A conditional write as a PartiQL statement, in the form that DynamoDB and its emulators share: one SET with commas,
 * equality in WHERE, every name quoted, every value a parameter.
 */
export function toStatement(table: string, write: ConditionalWrite): BatchStatementRequest {
  const statement = write.kind === "insert" ? insertInto(table, write) : updateOf(table, write);
  return { ...statement, ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
}

interface Statement {
  readonly Statement: string;
  readonly Parameters: AttributeValue[];
}

function insertInto(table: string, { item }: InsertWrite): Statement {
  const fields = Object.keys(item).map((name) => `'${name}':?`);
  return {
    Statement: `INSERT INTO "${table}" VALUE {${fields.join(",")}}`,
    Parameters: Object.values(item),
  };
}

function updateOf(table: string, { key, set, add, expected }: UpdateWrite): Statement {
  const assignments = [
    ...Object.keys(set).map((name) => `"${name}"=?`),
    ...Object.keys(add).map((name) => `"${name}"=${name}+?`),
  ];
  const conditions = [...Object.keys(key), ...Object.keys(expected)].map((name) => `"${name}"=?`);
  return {
    Statement: `UPDATE "${table}" SET ${assignments.join(",")} WHERE ${conditions.join(" AND ")}`,
    Parameters: [
      ...Object.values(set),
      ...Object.values(add),
      ...Object.values(key),
      ...Object.values(expected),
    ],
  };
}
