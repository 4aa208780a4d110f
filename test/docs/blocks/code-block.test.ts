import { describe, expect, it } from "vitest";
import { codeBlocksIn } from "./code-block.ts";
import { filesOf } from "./page-projects.ts";
import { endOf, reads } from "./shown-output.ts";

const PAGE = `# A page

<!-- ts file=src/tasks.ts
export const task = 1;
-->

\`\`\`ts run
// src/main.ts
console.log(1);
\`\`\`

<!-- ts prelude: declare const client: { ping(): void }; -->

1. a list
   \`\`\`ts
   client.ping();
   \`\`\`

\`\`\`\`text output
\`\`\`
\`\`\`\`

\`\`\`ts unchecked=other-library
import { Queue } from "bullmq";
\`\`\`
`;

const blocks = codeBlocksIn("docs/a.md", PAGE);

describe("the blocks of a page", () => {
  it("are found, with the hidden ones, and their lines", () => {
    expect(blocks.map(({ language, line }) => [language, line])).toEqual([
      ["ts", 4],
      ["ts", 8],
      ["ts", 12],
      ["ts", 16],
      ["text", 20],
      ["ts", 24],
    ]);
    expect(blocks[3]?.code).toBe("client.ping();\n");
    expect(blocks[4]?.code).toBe("```\n");
  });

  it("have the names that the info string or their first line gives", () => {
    expect(blocks.map(({ file }) => file).filter(Boolean)).toEqual(["src/tasks.ts", "src/main.ts"]);
  });

  it("are files, each after its prelude; what is unchecked is none", () => {
    const files = filesOf(blocks);
    expect(files.map(({ path, before }) => [path.split("/docs--a/")[1], before])).toEqual([
      ["src/tasks.ts", 0],
      ["src/main.ts", 0],
      ["src/line-16.ts", 1],
    ]);
    expect(files[2]?.text).toBe("declare const client: { ping(): void };\nclient.ping();\n");
  });
});

describe("shown output", () => {
  it("leaves open what changes", () => {
    expect(reads("started 12 ms\ndone  \n\n", "started … ms\ndone\n")).toBe(true);
    expect(reads("started 12 ms\n", "started … ms\ndone\n")).toBe(false);
    expect(reads("started (12)\n", "started 12\n")).toBe(false);
  });

  it("leaves out lines", () => {
    expect(reads("a\nb\nc\nd\n", "a\n…\nd\n")).toBe(true);
    expect(reads("a\nd\n", "a\n…\nd\n")).toBe(true);
    expect(reads("a\nb\n", "a\n…\nd\n")).toBe(false);
  });

  it("is found where it ends, whole lines of it, once all of it is there", () => {
    expect(endOf("b …\nc\n", "a\nb 1\nc\nd")).toBe("a\nb 1\nc\n".length);
    expect(endOf("b …\nc\n", "a\nb 1\nc")).toBeUndefined();
    expect(endOf("b\n", "ab\n")).toBeUndefined();
  });
});
