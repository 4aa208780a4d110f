/**
 * The keeper's program: hears "+pid" and "-pid" lines on its input and, when the input ends, kills whoever is left.
 * An input that ends is the one sign of a parent's death that no signal can suppress. Text and not a file, so that
 * it runs from sources, from a package and from a bundle alike.
 */
export const KEEPER_SOURCE: string = `
const alive = new Set();
let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  const lines = (rest + chunk).split("\\n");
  rest = lines.pop();
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (line[0] === "+") alive.add(pid);
    else alive.delete(pid);
  }
});
process.stdin.on("close", () => {
  for (const pid of alive) {
    for (const target of [-pid, pid]) {
      try { process.kill(target, "SIGKILL"); } catch {}
    }
  }
  process.exit(0);
});
`;
