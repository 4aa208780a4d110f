import {
  ConflictException,
  CreateScheduleGroupCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { emulatorClientConfig } from "../account.ts";

/** Makes the group; one that a former run left keeps its schedules. */
export async function provisionScheduleGroup(endpoint: string, Name: string): Promise<void> {
  const scheduler = new SchedulerClient(emulatorClientConfig(endpoint));
  try {
    await scheduler.send(new CreateScheduleGroupCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  } finally {
    scheduler.destroy();
  }
}
