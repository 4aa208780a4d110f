/**
 * The keeper's program: hears "+pid", "-pid" and "=folder" lines on its input and, when the input ends, kills whoever
 * is left and removes the folders. An input that ends is the one sign of a parent's death that no signal can suppress. Text and not a file, so that
 * it runs from sources, from a package and from a bundle alike.
 */
export const KEEPER_SOURCE: string = `
const { rmSync } = require("node:fs");
const alive = new Set();
const folders = [];
let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  const lines = (rest + chunk).split("\\n");
  rest = lines.pop();
  for (const line of lines) {
    const told = line.slice(1);
    if (line[0] === "+") alive.add(Number(told));
    else if (line[0] === "-") alive.delete(Number(told));
    else folders.push(told);
  }
});
process.stdin.on("close", () => {
  for (const pid of alive) {
    for (const target of [-pid, pid]) {
      try { process.kill(target, "SIGKILL"); } catch {}
    }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
`;
