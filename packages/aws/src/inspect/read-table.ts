import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { type DeployedTable, show, type TableSettings } from "@celeriac/core";
import type { Inspection } from "./inspection.ts";

/** Reads the table's key and billing, and what it expires items by. */
export async function readTable(inspection: Inspection): Promise<DeployedTable> {
  const { dynamodb } = inspection.clients;
  const TableName = inspection.resources.table;
  const resource = `table ${show(TableName)}`;
  const [settings, ttlAttribute] = await Promise.all([
    inspection.read({ action: "dynamodb:DescribeTable", resource }, async () => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return tableSettings(Table);
    }),
    inspection.read({ action: "dynamodb:DescribeTimeToLive", resource }, async () => {
      const answer = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
      const { TimeToLiveStatus: status, AttributeName } = answer.TimeToLiveDescription ?? {};
      return status === "ENABLED" || status === "ENABLING" ? AttributeName : undefined;
    }),
  ]);
  return { settings, ttlAttribute };
}

function tableSettings(table: TableDescription | undefined): TableSettings {
  const types = new Map(
    table?.AttributeDefinitions?.map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  const keys = (table?.KeySchema ?? []).map(({ AttributeName, KeyType }) => ({
    name: AttributeName ?? "",
    type: types.get(AttributeName) ?? "",
    isPartitionKey: KeyType === "HASH",
  }));
  keys.sort((a, b) => Number(b.isPartitionKey) - Number(a.isPartitionKey));
  return {
    keys: keys.map(({ name, type }) => ({ name, type })),
    // A table that was never on demand has no summary.
    onDemand: table?.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST",
  };
}
