import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

export const ROOT: User = { uid: 0, gid: 0, home: "/root" };

/**
 * Finds the user that `USER` names, by its name or as `uid:gid`, in a root's list.
 * @throws {Error} for one that is not in it.
 */
export function findUser(root: string, named: string): User {
  const users = readFileSync(join(root, "etc/passwd"), "utf8").trim().split("\n");
  for (const user of users) {
    const [name, , uid, gid, , home = "/"] = user.split(":");
    if (named !== name && named !== `${uid}:${gid}`) continue;
    return { uid: Number(uid), gid: Number(gid), home };
  }
  throw new Error(`the image has no user ${named}`);
}
