import { existsSync } from "node:fs";
import { dirname, join, normalize, posix } from "node:path";

/** `[text](target)`, but not an image. */
const LINKS = /(?<!!)\[([^\]]*)\]\(([^)\s]+)\)/g;

/**
 * A page as it reads in the package, where the repository is not: a link to what the package does not hold is its text
 * alone.
 * @param page where it lies in the package.
 * @param folder the package's.
 */
export function packedPage(text: string, page: string, folder: string): string {
  return text.replaceAll(LINKS, (link: string, label: string, target: string) => {
    const [file = ""] = target.split("#");
    if (/^[a-z]+:/.test(target) || file === "") return link;
    const path = normalize(posix.join(dirname(page), file));
    return !path.startsWith("..") && existsSync(join(folder, path)) ? link : label;
  });
}
