import { type Context, Hono } from "hono";
import {
  groupAnswer,
  groupArn,
  scheduleAnswer,
  scheduleSummaryAnswer,
} from "./schedule-answers.ts";
import { parseGroupName, parseScheduleRequest, type ScheduleRequest } from "./schedule-request.ts";
import type { ScheduleStore, StoredSchedule } from "./schedule-store.ts";
import { scheduleArn } from "./schedule-target.ts";
import { SchedulerError } from "./scheduler-error.ts";
import { readTimetable } from "./timetable.ts";

/**
 * EventBridge Scheduler's HTTP face, as the SDK speaks to it. `changed` is called after every change of a schedule.
 * @param now epoch ms.
 */
export function createScheduleFace(
  store: ScheduleStore,
  changed: () => void,
  now: () => number,
): Hono {
  const face = new Hono();
  face.onError((error, context) => errorAnswer(error, context));
  face.notFound((context) =>
    errorAnswer(
      new SchedulerError(
        "ValidationException",
        `the embedded scheduler has no ${context.req.method} ${context.req.path}`,
      ),
      context,
    ),
  );
  addGroupRoutes(face, store, changed, now);
  face.get("/schedules", (context) => context.json(listSchedules(store, context.req.query())));
  face.get("/schedules/:name", (context) =>
    context.json(scheduleAnswer(existing(store, groupOf(context), context.req.param("name")))),
  );
  face.post("/schedules/:name", async (context) => {
    const request = parseScheduleRequest(context.req.param("name"), await jsonBody(context));
    const schedule = createSchedule(store, request, now());
    changed();
    return context.json({ ScheduleArn: scheduleArn(schedule) });
  });
  face.put("/schedules/:name", async (context) => {
    const request = parseScheduleRequest(context.req.param("name"), await jsonBody(context));
    const before = existing(store, request.GroupName, request.Name);
    const schedule = store.put(request, dueAfterChange(before, request, now()), now());
    changed();
    return context.json({ ScheduleArn: scheduleArn(schedule) });
  });
  face.delete("/schedules/:name", (context) => {
    existing(store, groupOf(context), context.req.param("name"));
    store.delete(groupOf(context), context.req.param("name"));
    changed();
    return context.json({});
  });
  return face;
}

function addGroupRoutes(
  face: Hono,
  store: ScheduleStore,
  changed: () => void,
  now: () => number,
): void {
  face.get("/schedule-groups", (context) => {
    const prefix = context.req.query("NamePrefix") ?? "";
    const groups = store.groups().filter((group) => group.name.startsWith(prefix));
    return context.json({ ScheduleGroups: groups.map(groupAnswer) });
  });
  face.get("/schedule-groups/:name", (context) =>
    context.json(groupAnswer(existingGroup(store, context.req.param("name")))),
  );
  face.post("/schedule-groups/:name", (context) => {
    const name = parseGroupName(context.req.param("name"));
    if (!store.putGroup(name, now())) {
      throw new SchedulerError("ConflictException", `Schedule group ${name} already exists.`);
    }
    return context.json({ ScheduleGroupArn: groupArn(name) });
  });
  face.delete("/schedule-groups/:name", (context) => {
    const { name } = existingGroup(store, context.req.param("name"));
    if (name === "default") {
      throw new SchedulerError("ValidationException", "The default group cannot be deleted.");
    }
    store.deleteGroup(name);
    changed();
    return context.json({});
  });
}

/** The same client token again is the same call again: an SDK that retries must not meet its own first attempt. */
function createSchedule(
  store: ScheduleStore,
  request: ScheduleRequest,
  now: number,
): StoredSchedule {
  existingGroup(store, request.GroupName);
  const at = firstDue(request, now);
  const before = store.get(request.GroupName, request.Name);
  if (before === undefined) return store.put(request, at, now);
  if (request.ClientToken !== undefined && before.request.ClientToken === request.ClientToken) {
    return before;
  }
  throw new SchedulerError("ConflictException", `Schedule ${request.Name} already exists.`);
}

function firstDue(request: ScheduleRequest, now: number): number {
  const at = readTimetable(request).first(now);
  if (at !== undefined) return at;
  throw new SchedulerError(
    "ValidationException",
    `Invalid Schedule Expression ${request.ScheduleExpression}. It would never fire.`,
  );
}

/** A change that leaves the times as they are leaves the next one too: a rate does not begin anew. */
function dueAfterChange(before: StoredSchedule, request: ScheduleRequest, now: number): number {
  const isSame = (
    ["ScheduleExpression", "ScheduleExpressionTimezone", "StartDate", "EndDate", "State"] as const
  ).every((member) => before.request[member] === request[member]);
  const at = firstDue(request, now);
  return isSame && !before.completed ? before.at : at;
}

function existing(store: ScheduleStore, group: string, name: string): StoredSchedule {
  existingGroup(store, group);
  const schedule = store.get(group, name);
  if (schedule !== undefined) return schedule;
  throw new SchedulerError("ResourceNotFoundException", `Schedule ${name} does not exist.`);
}

function existingGroup(
  store: ScheduleStore,
  name: string,
): { readonly name: string; readonly createdAt: number } {
  const group = store.group(name);
  if (group !== undefined) return group;
  throw new SchedulerError("ResourceNotFoundException", `Schedule group ${name} does not exist.`);
}

/** Pages by position: the token is where the next page starts. */
function listSchedules(
  store: ScheduleStore,
  query: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { ScheduleGroup, NamePrefix = "", State } = query;
  const start = wholeNumber("nextToken", query["NextToken"] ?? "0", 0, Number.MAX_SAFE_INTEGER);
  const size = wholeNumber("maxResults", query["MaxResults"] ?? "100", 1, 100);
  const matching = store
    .list()
    .filter(({ request }) => ScheduleGroup === undefined || request.GroupName === ScheduleGroup)
    .filter(({ request }) => request.Name.startsWith(NamePrefix))
    .filter(({ request }) => State === undefined || request.State === State);
  const more = matching.length > start + size;
  return {
    Schedules: matching.slice(start, start + size).map(scheduleSummaryAnswer),
    ...(more ? { NextToken: String(start + size) } : {}),
  };
}

function wholeNumber(member: string, text: string, least: number, most: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new SchedulerError(
    "ValidationException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must be a whole number from ${least} to ${most}`,
  );
}

function groupOf(context: Context): string {
  return context.req.query("groupName") ?? "default";
}

async function jsonBody(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw new SchedulerError("ValidationException", "The request body is not JSON.");
  }
}

function errorAnswer(error: Error, context: Context): Response {
  const [name, status] =
    error instanceof SchedulerError
      ? ([error.name, error.status] as const)
      : (["InternalServerException", 500] as const);
  return context.json({ Message: error.message }, status, { "x-amzn-errortype": name });
}
