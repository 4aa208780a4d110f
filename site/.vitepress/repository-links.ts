import { readFileSync } from "node:fs";
import type { MarkdownRenderer } from "vitepress";

/**
 * Links out of docs/ lead to files of the repository, which are no pages: to the repository's own address where package.json
 * names one, else they are no links, and show the path when they are pointed at.
 */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  const address = repositoryAddress();
  markdown.core.ruler.push("repository_links", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === "link_open" && token.attrGet("href")?.startsWith("../")) {
        const path = token.attrGet("href")?.slice("../".length) ?? "";
        if (address === undefined) toSpan(tokens, token, path);
        else token.attrSet("href", `${address}/blob/main/${path}`);
      }
    }
  });
}

type Tokens = Parameters<MarkdownRenderer["renderer"]["render"]>[0];
type Token = Tokens[number];

function toSpan(tokens: Tokens, open: Token, path: string): void {
  const children = tokens.flatMap((token) => token.children ?? []);
  const close = children.slice(children.indexOf(open)).find(({ type }) => type === "link_close");
  open.type = "repository_open";
  open.tag = "span";
  open.attrs = [
    ["class", "repository-file"],
    ["title", path],
  ];
  if (close === undefined) return;
  close.type = "repository_close";
  close.tag = "span";
}

function repositoryAddress(): string | undefined {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { repository } = JSON.parse(text) as { repository?: { url: string } };
  return repository?.url.replace(/^git\+/, "").replace(/\.git$/, "");
}
