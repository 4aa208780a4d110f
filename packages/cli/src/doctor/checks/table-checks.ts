import type { TableResource, TableSettings } from "@celeriac/core";
import type { Check } from "../check.ts";
import { byCall, DEPLOY } from "../fix.ts";

export interface TableData {
  readonly name: string;
  readonly table: TableResource;
  readonly settings: TableSettings;
}

export interface TimeToLiveData {
  readonly name: string;
  readonly table: TableResource;
  readonly ttlAttribute: string | undefined;
}

export const TABLE_MISSING: Check<undefined> = {
  id: "table-missing",
  severity: "missing",
  title: "the table does not exist",
  why: "no task can be claimed: none runs",
  judge: () => ({ found: "no table", expected: "the table of the topology", fix: DEPLOY }),
};

export const TABLE_CHECKS: readonly Check<TableData>[] = [
  {
    id: "table-keys",
    severity: "unsafe",
    title: "another key than the topology's",
    why: "no record can be written: no task runs",
    judge: ({ table, settings }) => {
      const expected = `${table.partitionKey} (S), ${table.sortKey} (S)`;
      const found = settings.keys.map(({ name, type }) => `${name} (${type})`).join(", ");
      return found === expected
        ? undefined
        : {
            found,
            expected,
            fix: {
              text: "a table's key cannot be changed: move it away, and deploy the app again",
            },
          };
    },
  },
  {
    id: "table-billing",
    severity: "drifted",
    title: "provisioned capacity in place of on demand",
    why: "it is paid for while no task exists, and throttles when there are many",
    judge: ({ name, settings }) =>
      settings.onDemand
        ? undefined
        : {
            found: "provisioned capacity",
            expected: "PAY_PER_REQUEST",
            fix: byCall("bill on demand", "dynamodb", "UpdateTable", {
              TableName: name,
              BillingMode: "PAY_PER_REQUEST",
            }),
          },
  },
];

export const TIME_TO_LIVE_CHECKS: readonly Check<TimeToLiveData>[] = [
  {
    id: "table-ttl",
    severity: "drifted",
    title: "TTL off, or on another attribute",
    why: "records are kept, and paid for, for ever",
    judge: ({ name, table, ttlAttribute }) => {
      if (ttlAttribute === table.ttlAttribute) return undefined;
      const other = ttlAttribute === undefined ? undefined : { AttributeName: ttlAttribute };
      return {
        found: other === undefined ? "TTL off" : `TTL on ${JSON.stringify(ttlAttribute)}`,
        expected: `TTL on ${JSON.stringify(table.ttlAttribute)}`,
        fix: byCall(
          other === undefined ? "turn it on" : "turn it off first, and on an hour later",
          "dynamodb",
          "UpdateTimeToLive",
          {
            TableName: name,
            TimeToLiveSpecification:
              other === undefined
                ? { AttributeName: table.ttlAttribute, Enabled: true }
                : { ...other, Enabled: false },
          },
        ),
      };
    },
  },
];
