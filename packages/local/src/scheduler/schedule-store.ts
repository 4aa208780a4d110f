import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { emulatorError } from "../emulator-error.ts";
import type { ScheduleRequest } from "./schedule-request.ts";

/** A schedule that is kept. */
export interface StoredSchedule {
  readonly request: ScheduleRequest;
  /** Epoch ms. */
  readonly at: number;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Grows with every change: what is fired must still be what was due. */
  readonly version: number;
  /** It fired for the last time, and stays because nobody asked for its deletion. */
  readonly completed: boolean;
}

export interface ScheduleGroup {
  readonly name: string;
  readonly createdAt: number;
}

/**
 * The schedules and their groups in SQLite, in a file or in memory; every change is on disk when the call returns.
 * Claims are forgotten at a restart: what was being fired is fired again.
 */
export class ScheduleStore {
  readonly #database: DatabaseSync;

  /** @throws {CeleriacError} emulator-failed when another process has the file. */
  constructor(file: string | undefined) {
    // Node 22 warns of it as it is loaded: whoever imports this need not open one.
    const sqlite = process.getBuiltinModule("node:sqlite");
    this.#database = new sqlite.DatabaseSync(file ?? ":memory:");
    try {
      // Exclusive: two schedulers would fire everything twice. The lock ends with the process, however that ends.
      this.#database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
      this.#database.exec("PRAGMA synchronous = FULL");
      this.#database.exec(SCHEMA);
      this.#database.exec("UPDATE schedules SET claimed = 0");
    } catch (error) {
      this.#database.close();
      throw emulatorError(
        `${file} cannot be used: ${String(error)}; if another embedded AWS uses the folder, stop it or use another folder`,
        error,
      );
    }
  }

  putGroup(name: string, now: number): boolean {
    const statement = "INSERT OR IGNORE INTO schedule_groups (name, created_at) VALUES (?, ?)";
    return this.#database.prepare(statement).run(name, now).changes === 1;
  }

  group(name: string): ScheduleGroup | undefined {
    return this.groups().find((group) => group.name === name);
  }

  groups(): readonly ScheduleGroup[] {
    const rows = this.#database.prepare("SELECT * FROM schedule_groups ORDER BY name").all();
    return rows.map((row) => ({
      name: String(row["name"]),
      createdAt: Number(row["created_at"]),
    }));
  }

  /** With every schedule in it. */
  deleteGroup(name: string): boolean {
    this.#database.prepare("DELETE FROM schedules WHERE group_name = ?").run(name);
    return (
      this.#database.prepare("DELETE FROM schedule_groups WHERE name = ?").run(name).changes === 1
    );
  }

  get(group: string, name: string): StoredSchedule | undefined {
    const statement = "SELECT * FROM schedules WHERE group_name = ? AND name = ?";
    const row = this.#database.prepare(statement).get(group, name);
    return row === undefined ? undefined : toSchedule(row);
  }

  /** Ordered by group and name. */
  list(): readonly StoredSchedule[] {
    const statement = "SELECT * FROM schedules ORDER BY group_name, name";
    return this.#database.prepare(statement).all().map(toSchedule);
  }

  /** Makes it or replaces it. */
  put(request: ScheduleRequest, at: number, now: number): StoredSchedule {
    const before = this.get(request.GroupName, request.Name);
    const schedule: StoredSchedule = {
      request,
      at,
      createdAt: before?.createdAt ?? now,
      changedAt: now,
      version: (before?.version ?? 0) + 1,
      completed: false,
    };
    const statement =
      "INSERT OR REPLACE INTO schedules (group_name, name, at, enabled, claimed, version, schedule) VALUES (?, ?, ?, ?, 0, ?, ?)";
    const enabled = request.State === "ENABLED" ? 1 : 0;
    this.#database
      .prepare(statement)
      .run(
        request.GroupName,
        request.Name,
        at,
        enabled,
        schedule.version,
        JSON.stringify(schedule),
      );
    return schedule;
  }

  delete(group: string, name: string): boolean {
    const statement = "DELETE FROM schedules WHERE group_name = ? AND name = ?";
    return this.#database.prepare(statement).run(group, name).changes === 1;
  }

  /** When the next one is due that is not being fired, epoch ms. */
  nextAt(): number | undefined {
    const statement = "SELECT min(at) AS at FROM schedules WHERE enabled = 1 AND claimed = 0";
    const at = this.#database.prepare(statement).get()?.["at"];
    return at === null || at === undefined ? undefined : Number(at);
  }

  /** Takes what is due, so that nobody takes it a second time. */
  claimDue(now: number, limit: number): readonly StoredSchedule[] {
    const statement = `UPDATE schedules SET claimed = 1 WHERE rowid IN (
      SELECT rowid FROM schedules WHERE enabled = 1 AND claimed = 0 AND at <= ? ORDER BY at LIMIT ?) RETURNING *`;
    return this.#database.prepare(statement).all(now, limit).map(toSchedule);
  }

  /** Notes that it fired, and when it is due again. One that was changed or deleted meanwhile is left as it is now. */
  complete(schedule: StoredSchedule, nextAt: number | undefined): void {
    const { GroupName, Name, ActionAfterCompletion } = schedule.request;
    if (this.get(GroupName, Name)?.version !== schedule.version) return;
    if (nextAt !== undefined) {
      const statement =
        "UPDATE schedules SET claimed = 0, at = ?, schedule = ? WHERE group_name = ? AND name = ?";
      const due: StoredSchedule = { ...schedule, at: nextAt };
      this.#database.prepare(statement).run(nextAt, JSON.stringify(due), GroupName, Name);
      return;
    }
    if (ActionAfterCompletion === "DELETE") {
      this.delete(GroupName, Name);
      return;
    }
    const statement =
      "UPDATE schedules SET enabled = 0, schedule = ? WHERE group_name = ? AND name = ?";
    const completed: StoredSchedule = { ...schedule, completed: true };
    this.#database.prepare(statement).run(JSON.stringify(completed), GroupName, Name);
  }

  close(): void {
    this.#database.close();
  }
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS schedule_groups (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS schedules (
  group_name TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  claimed INTEGER NOT NULL,
  version INTEGER NOT NULL,
  schedule TEXT NOT NULL,
  PRIMARY KEY (group_name, name)
);
CREATE INDEX IF NOT EXISTS schedules_due ON schedules (enabled, claimed, at);
INSERT OR IGNORE INTO schedule_groups (name, created_at) VALUES ('default', 0);
`;

function toSchedule(row: Record<string, SQLOutputValue>): StoredSchedule {
  return JSON.parse(String(row["schedule"])) as StoredSchedule;
}
