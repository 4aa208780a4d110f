import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, readManifest } from "./repository.ts";

/** Licences that allow the package to hold the code, given that their text goes with it. */
const ALLOWED = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

/**
 * The licences and notices of packages whose code is in ours, from where they are installed.
 * @throws {Error} for a licence that is not known to allow it, and where there is no text of it.
 */
export function thirdPartyNotices(names: readonly string[], modules: string): string {
  const sections = names.map((name) => {
    const folder = join(modules, name);
    const manifest: Manifest = readManifest(folder);
    if (manifest.license === undefined || !ALLOWED.includes(manifest.license)) {
      throw new Error(
        `${name} is under ${manifest.license}: expected one of ${ALLOWED.join(", ")}`,
      );
    }
    const texts = readdirSync(folder).filter((file) =>
      /^(licen[cs]e|notice|third-party-licenses)(\.\w+)?$/i.test(file),
    );
    if (texts.length === 0) throw new Error(`${name} holds no licence that could be passed on`);
    const bodies = texts.toSorted().map((file) => quote(readFileSync(join(folder, file), "utf8")));
    return `## ${name} ${manifest.version} (${manifest.license})\n\n${bodies.join("\n\n")}\n`;
  });
  return `# Third parties\n\nThis package holds code of these packages.\n\n${sections.join("\n")}`;
}

function quote(text: string): string {
  return `\`\`\`\`text\n${text.trim()}\n\`\`\`\``;
}
