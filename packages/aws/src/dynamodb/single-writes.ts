import type {
  AttributeValue,
  DeleteItemInput,
  PutItemInput,
  UpdateItemInput,
} from "@aws-sdk/client-dynamodb";
import { CeleriacError } from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import type {
  ConditionalWrite,
  ConditionalWrites,
  DeleteWrite,
  InsertWrite,
  UpdateWrite,
} from "./conditional-write.ts";
import type { DynamoDbCalls } from "./dynamodb-calls.ts";
import type { DynamoDbContext } from "./dynamodb-context.ts";
import type { Item } from "./task-item.ts";

/** Conditional writes one call each, for tables that know no PartiQL. */
export function createSingleWrites(context: DynamoDbContext): ConditionalWrites {
  return async (write) => {
    const calls = await context.calls();
    try {
      await perform(calls, context.table, write);
      return { written: true };
    } catch (error) {
      if (awsCodeOf(error) !== "ConditionalCheckFailedException") throw error;
      return { written: false, item: refusedItem(error) };
    }
  };
}

function perform(calls: DynamoDbCalls, table: string, write: ConditionalWrite): Promise<unknown> {
  switch (write.kind) {
    case "insert":
      return calls.put(toPut(table, write));
    case "update":
      return calls.update(toUpdate(table, write));
    case "delete":
      return calls.delete(toDelete(table, write));
  }
}

function refusedItem(error: unknown): Item | undefined {
  const cause = CeleriacError.is(error) ? error.cause : undefined;
  return (cause as { readonly Item?: Item } | undefined)?.Item;
}

function toPut(table: string, { item }: InsertWrite): PutItemInput {
  return {
    TableName: table,
    Item: item,
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

/** Names and values are placeholders throughout: `owner`, `state`, `ttl` and others are reserved words. */
function toUpdate(table: string, { key, set, add, expected }: UpdateWrite): UpdateItemInput {
  const { names, values, clauses } = placeholders();
  const assignments = [
    ...clauses(set, (name, value) => `${name}=${value}`),
    ...clauses(add, (name, value) => `${name}=${name}+${value}`),
  ];
  const conditions = clauses(expected, (name, value) => `${name}=${value}`);
  return {
    TableName: table,
    Key: key,
    UpdateExpression: `SET ${assignments.join(",")}`,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

function toDelete(table: string, { key, expected }: DeleteWrite): DeleteItemInput {
  const { names, values, clauses } = placeholders();
  const conditions = clauses(expected, (name, value) => `${name}=${value}`);
  return {
    TableName: table,
    Key: key,
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

interface Placeholders {
  readonly names: Record<string, string>;
  readonly values: Record<string, AttributeValue>;
  /** Renders a clause for each attribute, of its placeholders. */
  readonly clauses: (part: Item, render: (name: string, value: string) => string) => string[];
}

function placeholders(): Placeholders {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  return {
    names,
    values,
    clauses: (part, render) =>
      Object.entries(part).map(([name, value]) => {
        const id = Object.keys(values).length;
        names[`#n${id}`] = name;
        values[`:v${id}`] = value;
        return render(`#n${id}`, `:v${id}`);
      }),
  };
}
