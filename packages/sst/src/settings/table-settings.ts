import type { TableResource } from "@celeriac/core";

/** What the table is made with, as Pulumi's `aws.dynamodb.Table` takes it. */
export interface TableSettings {
  readonly attributes: { readonly name: string; readonly type: "S" }[];
  readonly hashKey: string;
  readonly rangeKey: string;
  readonly billingMode: "PAY_PER_REQUEST";
  readonly ttl: { readonly attributeName: string; readonly enabled: true };
  readonly pointInTimeRecovery: { readonly enabled: boolean };
  readonly deletionProtectionEnabled: boolean;
}

export interface TableChoices {
  /**
   * Whether the table can be put back to any second of the last 35 days, for $0.20 per GB and month (DynamoDB, list
   * price of us-east-1). Records live 45 days, and the messages of what has not run are in SQS: the default is without.
   */
  readonly pointInTimeRecovery: boolean;
  /** Whether DynamoDB refuses to delete it; `sst remove` then fails as well. */
  readonly deletionProtection: boolean;
}

/**
 * The settings of the table: on demand, with TTL. It has no index: tags and locks are items of the table, found by
 * their keys.
 */
export function tableSettings(table: TableResource, choices: TableChoices): TableSettings {
  return {
    attributes: [
      { name: table.partitionKey, type: "S" },
      { name: table.sortKey, type: "S" },
    ],
    hashKey: table.partitionKey,
    rangeKey: table.sortKey,
    billingMode: "PAY_PER_REQUEST",
    ttl: { attributeName: table.ttlAttribute, enabled: true },
    pointInTimeRecovery: { enabled: choices.pointInTimeRecovery },
    deletionProtectionEnabled: choices.deletionProtection,
  };
}
