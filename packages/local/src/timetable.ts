export { readTimetable, type Timetable } from "./scheduler/timetable.ts";
