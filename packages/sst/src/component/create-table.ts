import { removalSettings } from "../settings/removal-settings.ts";
import { type TableChoices, tableSettings } from "../settings/table-settings.ts";
import type { Context } from "./context.ts";
import { both } from "./transforms.ts";

/** The table of task records, locks, effects and tags. */
export function createTable(context: Context, choices: Partial<TableChoices>): sst.aws.Dynamo {
  const { names, options, topology, transform } = context;
  const { partitionKey, sortKey } = topology.table;
  const settings = tableSettings(topology.table, {
    pointInTimeRecovery: choices.pointInTimeRecovery ?? false,
    deletionProtection:
      choices.deletionProtection ?? removalSettings($app.removal).deletionProtection,
  });
  return new sst.aws.Dynamo(
    names.shared("Table"),
    {
      fields: { [partitionKey]: "string", [sortKey]: "string" },
      primaryIndex: { hashKey: partitionKey, rangeKey: sortKey },
      transform: {
        table: both((args) => {
          Object.assign(args, settings);
        }, transform.table),
      },
    },
    options,
  );
}
