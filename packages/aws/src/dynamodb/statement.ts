import type { AttributeValue, BatchStatementRequest } from "@aws-sdk/client-dynamodb";
import type {
  ConditionalWrite,
  DeleteWrite,
  InsertWrite,
  UpdateWrite,
} from "./conditional-write.ts";
import type { Item } from "./task-item.ts";

/**
 * A conditional write as a PartiQL statement, in the form that DynamoDB and its emulators share: one SET with commas,
 * equality in WHERE, names quoted (but not to the right of `=`), every text that may be
 * somebody else's a parameter.
 */
export function toStatement(table: string, write: ConditionalWrite): BatchStatementRequest {
  const parameters: AttributeValue[] = [];
  const render = (value: AttributeValue): string => {
    const literal = literalOf(value);
    if (literal === undefined) parameters.push(value);
    return literal ?? "?";
  };
  const text = textOf(table, write, render);
  return {
    Statement: text,
    // DynamoDB refuses a list of none
    ...(parameters.length === 0 ? {} : { Parameters: parameters }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

/** Renders a value in its place: values are rendered in the order in which they stand in the text. */
type Render = (value: AttributeValue) => string;

function textOf(table: string, write: ConditionalWrite, render: Render): string {
  switch (write.kind) {
    case "insert":
      return insertInto(table, write, render);
    case "update":
      return updateOf(table, write, render);
    case "delete":
      return deleteFrom(table, write, render);
  }
}

function insertInto(table: string, { item }: InsertWrite, render: Render): string {
  const fields = Object.entries(item).map(([name, value]) => `'${name}':${render(value)}`);
  return `INSERT INTO "${table}" VALUE {${fields.join(",")}}`;
}

function updateOf(table: string, { key, set, add, expected }: UpdateWrite, render: Render): string {
  const assignments = [
    ...Object.entries(set).map(([name, value]) => `"${name}"=${render(value)}`),
    ...Object.entries(add).map(([name, value]) => `"${name}"=${name}+${render(value)}`),
  ];
  return `UPDATE "${table}" SET ${assignments.join(",")} WHERE ${conditionsOf({ ...key, ...expected }, render)}`;
}

function deleteFrom(table: string, { key, expected }: DeleteWrite, render: Render): string {
  return `DELETE FROM "${table}" WHERE ${conditionsOf({ ...key, ...expected }, render)}`;
}

function conditionsOf(attributes: Item, render: Render): string {
  const conditions = Object.entries(attributes).map(
    ([name, value]) => `"${name}"=${render(value)}`,
  );
  return conditions.join(" AND ");
}

const PLAIN_INTEGER = /^\d{1,16}$/;

/** What Celeriac makes itself, and half of a record's texts: states, UUIDs, owners' tokens, the key of a record. */
const OWN_WORD = /^(?:task|[A-Z]{1,16}|(?:task#)?[0-9a-f-]{1,36})$/;

/** Most of a record is whole numbers and words of our own: as parameters they would be a third of a batch's CPU time in the SDK. */
function literalOf({ N, S, BOOL }: AttributeValue): string | undefined {
  if (S !== undefined) return OWN_WORD.test(S) ? `'${S}'` : undefined;
  if (BOOL !== undefined) return String(BOOL);
  return N !== undefined && PLAIN_INTEGER.test(N) ? N : undefined;
}
