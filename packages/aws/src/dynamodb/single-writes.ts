import type { AttributeValue, PutItemInput, UpdateItemInput } from "@aws-sdk/client-dynamodb";
import { CeleriacError } from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import type { ConditionalWrites, InsertWrite, UpdateWrite } from "./conditional-write.ts";
import type { DynamoDbContext } from "./dynamodb-context.ts";
import type { Item } from "./task-item.ts";

/** Conditional writes one call each, for tables that know no PartiQL. */
export function createSingleWrites(context: DynamoDbContext): ConditionalWrites {
  return async (write) => {
    const calls = await context.calls();
    try {
      if (write.kind === "insert") await calls.put(toPut(context.table, write));
      else await calls.update(toUpdate(context.table, write));
      return { written: true };
    } catch (error) {
      if (awsCodeOf(error) !== "ConditionalCheckFailedException") throw error;
      return { written: false, item: refusedItem(error) };
    }
  };
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
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const clauses = (part: Item, render: (name: string, value: string) => string): string[] =>
    Object.entries(part).map(([name, value]) => {
      const id = Object.keys(values).length;
      names[`#n${id}`] = name;
      values[`:v${id}`] = value;
      return render(`#n${id}`, `:v${id}`);
    });
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
