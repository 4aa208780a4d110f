import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** The only image that the executor has, by whatever tag and digest. */
export const BASE_IMAGE = /^node:24-slim(@sha256:[0-9a-f]{64})?$/;

export const BASE_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};

/** What the official image starts commands by: `node`, unless they name a program. */
export const BASE_ENTRYPOINT: readonly string[] = ["docker-entrypoint.sh"];

const ENTRYPOINT_SCRIPT = `#!/bin/sh
set -e
if [ "\${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ] || { [ -f "$1" ] && ! [ -x "$1" ]; }; then
  set -- node "$@"
fi
exec "$@"
`;

const NPM = "/usr/local/lib/node_modules/npm";

/** Files and folders of this machine that lie in every root, read-only: from where, to where. */
export const BASE_BINDS: readonly (readonly [from: string, to: string])[] = (
  [
    ["/usr/lib", "/usr/lib"],
    ["/usr/lib64", "/usr/lib64"],
    [npmFolder(), NPM],
    [realpathSync(process.execPath), "/usr/local/bin/node"],
  ] as const
).filter(([from]) => existsSync(from));

const FOLDERS =
  "dev proc sys etc/ssl/certs root home/node opt run usr/lib usr/lib64 usr/local/lib var/tmp";
/** What bookworm-slim brings of coreutils, findutils, dash and the like: no curl, git, Python or compiler. */
const COMMANDS =
  "[ awk basename bash cat chmod chown cp cut date df dirname du echo env false find grep gzip head hostname id " +
  "install ln ls mkdir mktemp mv printf pwd readlink realpath rm rmdir sed sh sleep sort stat tail tar tee test " +
  "touch tr true uname uniq wc which whoami xargs";
const USERS = ["root:x:0:0:root:/root:/bin/bash", "node:x:1000:1000::/home/node:/bin/bash"];
const GROUPS = ["root:x:0:", "node:x:1000:"];
/** What reaches a registry on this machine: names, hosts, and whom it trusts. */
const NETWORK = ["/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt"];

/**
 * Makes an empty folder the root of what `node:24-slim` gives: Debian's small tools and libraries, which are this
 * machine's; the Node that runs this; npm; the user `node`, 1000.
 */
export function makeBaseRoot(root: string): void {
  for (const folder of FOLDERS.split(" ")) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ["usr/bin", "usr/sbin", "usr/local/bin", "tmp"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const folder of ["tmp", "var/tmp"]) chmodSync(join(root, folder), 0o1777);
  for (const link of ["bin", "sbin", "lib", "lib64"]) linkLike(`/${link}`, join(root, link));
  for (const command of COMMANDS.split(" ")) copyCommand(command, join(root, "usr/bin"));
  for (const file of NETWORK) if (existsSync(file)) cpSync(realpathSync(file), join(root, file));
  writeFileSync(join(root, "etc/passwd"), `${USERS.join("\n")}\n`);
  writeFileSync(join(root, "etc/group"), `${GROUPS.join("\n")}\n`);
  execFileSync("chown", ["1000:1000", join(root, "home/node")]);
  const entrypoint = join(root, "usr/local/bin", ...BASE_ENTRYPOINT);
  writeFileSync(entrypoint, ENTRYPOINT_SCRIPT, { mode: 0o755 });
  linkNpm(root);
}

/** Debian's merged folders: `/bin` leads to `usr/bin`. */
function linkLike(path: string, place: string): void {
  if (!existsSync(path)) return;
  if (!lstatSync(path).isSymbolicLink()) {
    throw new Error(
      `${path} is no link: the executor needs a Linux whose folders are merged into /usr`,
    );
  }
  symlinkSync(readlinkSync(path), place);
}

function copyCommand(name: string, folder: string): void {
  cpSync(realpathSync(join("/usr/bin", name)), join(folder, name));
}

/** The commands; npm itself is bound. */
function linkNpm(root: string): void {
  mkdirSync(join(root, NPM), { recursive: true });
  for (const name of ["npm", "npx"]) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, "usr/local/bin", name));
  }
  writeFileSync(join(root, "usr/local/bin/node"), "");
}

function npmFolder(): string {
  return dirname(dirname(realpathSync(findOnPath("npm"))));
}

function findOnPath(program: string): string {
  const folders = (process.env["PATH"] ?? "").split(":");
  const found = folders.map((folder) => join(folder, program)).find(existsSync);
  if (found === undefined) throw new Error(`${program} is not on the PATH`);
  return found;
}
