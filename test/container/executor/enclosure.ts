import { BASE_BINDS } from "./base-image.ts";
import type { User } from "./user.ts";

/** A process in a root of its own: what a container is, without its own network. */
export interface Enclosed {
  /** The folder that is its root. */
  readonly root: string;
  /** Further folders and files of this machine, at a path of the root. */
  readonly binds: readonly (readonly [from: string, to: string])[];
  readonly user: User;
  readonly directory: string;
  /** Its whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/**
 * Mounts what the root needs, in a namespace that ends with the process, and becomes the command: process 1.
 * Arguments: the root, how many binds, each bind's mode, source and target, then what `chroot` is given.
 */
const ENCLOSE = `
root=$1; binds=$2; shift 2
while [ "$binds" -gt 0 ]; do
  mode=$1; from=$2; to=$root$3; shift 3; binds=$((binds - 1))
  if [ -d "$from" ]; then mkdir -p "$to"; else mkdir -p "$(dirname "$to")"; [ -e "$to" ] || : > "$to"; fi
  mount --bind "$from" "$to"
  if [ "$mode" = ro ]; then mount -o remount,bind,ro "$to"; fi
done
mount -t proc proc "$root/proc"
exec chroot "$@"
`;

const DEVICES = ["null", "zero", "random", "urandom"].map((name) => `/dev/${name}`);

/** The program that encloses, and its arguments. It is this machine's root who may mount and change the root. */
export function encloseCommand(enclosed: Enclosed): readonly string[] {
  const { root, user } = enclosed;
  const binds = [
    ...BASE_BINDS.map(([from, to]) => ["ro", from, to]),
    ...DEVICES.map((device) => ["rw", device, device]),
    ...enclosed.binds.map(([from, to]) => ["rw", from, to]),
  ];
  return [
    ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--"],
    ...["bash", "-euc", ENCLOSE, "enclose", root, String(binds.length), ...binds.flat()],
    ...[`--userspec=${user.uid}:${user.gid}`, `--groups=${user.gid}`, root],
    ...asItsEnvironment(enclosed),
  ];
}

/** The program that runs a command beside an enclosed process, as Docker's `exec` does, and its arguments. */
export function joinCommand(pid: number, enclosed: Enclosed): readonly string[] {
  const { uid, gid } = enclosed.user;
  return [
    ...["nsenter", "--target", String(pid), "--mount", "--pid", "--root"],
    ...["--setuid", String(uid), "--setgid", String(gid), "--"],
    ...asItsEnvironment(enclosed),
  ];
}

function asItsEnvironment({ directory, environment, user, command }: Enclosed): readonly string[] {
  const variables = Object.entries({ HOME: user.home, ...environment });
  return [
    ...["/usr/bin/env", "-i", `--chdir=${directory}`],
    ...variables.map(([name, value]) => `${name}=${value}`),
    ...command,
  ];
}
