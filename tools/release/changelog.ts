/** The heading of what is not released yet. */
const UNRELEASED = "## [Unreleased]";

/** `## [1.2.3] - 2026-12-01`, the date absent from what is not released. */
const HEADING = /^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$/gm;

interface Section {
  readonly version: string;
  readonly text: string;
}

/**
 * What a changelog says of a version: the notes of its release, without the heading.
 * @throws {Error} when it says nothing of it.
 */
export function releaseNotes(changelog: string, version: string): string {
  const section = sectionsOf(changelog).find((each) => each.version === version);
  if (section === undefined || section.text === "") {
    throw new Error(`CHANGELOG.md says nothing of ${version}: node tools/prepare-release.ts`);
  }
  return `${section.text}\n`;
}

/**
 * A changelog in which what was not released is a version's, and nothing is unreleased.
 * @param date as `2026-12-01`.
 * @throws {Error} when there is nothing to release, or the version is there already.
 */
export function releaseChangelog(changelog: string, version: string, date: string): string {
  if (releaseNotes(changelog, "Unreleased") === "" || !changelog.includes(UNRELEASED)) {
    throw new Error("CHANGELOG.md has nothing under Unreleased");
  }
  if (sectionsOf(changelog).some((each) => each.version === version)) {
    throw new Error(`CHANGELOG.md has a section of ${version} already`);
  }
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${date}`);
}

function sectionsOf(changelog: string): readonly Section[] {
  const headings = [...changelog.matchAll(HEADING)];
  return headings.map((heading, index) => ({
    version: heading[1] ?? "",
    text: changelog.slice(heading.index + heading[0].length, headings[index + 1]?.index).trim(),
  }));
}
