/**
 * EventBridge Scheduler's client: loaded at the first use, and nothing of the SDK's that is not used here.
 * @module
 */
import {
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  type DeleteScheduleInput,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { CallName } from "../call/call-policy.ts";
import type { Caller, CallSpec } from "../call/caller.ts";
import type { ClientSettings } from "../call/client-settings.ts";

/** The calls of EventBridge Scheduler that the adapters make. @throws {CeleriacError} */
export interface SchedulerCalls {
  create(input: CreateScheduleInput): Promise<void>;
  delete(input: DeleteScheduleInput): Promise<void>;
}

export function createSchedulerCalls(
  settings: ClientSettings,
  target: string,
  group: string,
  caller: Caller,
): SchedulerCalls {
  const client = new SchedulerClient(settings);
  const spec = (name: CallName): CallSpec => ({
    name,
    resource: `schedule group ${JSON.stringify(group)}`,
    target,
  });
  return {
    create: (input) =>
      caller(spec("scheduler:CreateSchedule"), async (options) => {
        await client.send(new CreateScheduleCommand(input), options);
      }),
    delete: (input) =>
      caller(spec("scheduler:DeleteSchedule"), async (options) => {
        await client.send(new DeleteScheduleCommand(input), options);
      }),
  };
}
