import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../package/repository.ts";
import { releaseChangelog, releaseNotes } from "./changelog.ts";

const CHANGELOG = `# Changelog

What changes.

## [Unreleased]

### Added

- A thing.

## [0.1.0] - 2026-11-01

- The first one: see [Unreleased](#x).
`;

describe("a release's notes", () => {
  it("are what the changelog says of its version, and nothing of another", () => {
    expect(releaseNotes(CHANGELOG, "0.1.0")).toBe("- The first one: see [Unreleased](#x).\n");
    expect(releaseNotes(CHANGELOG, "Unreleased")).toBe("### Added\n\n- A thing.\n");
  });

  it("are refused for a version of which nothing is said", () => {
    expect(() => releaseNotes(CHANGELOG, "0.2.0")).toThrow("says nothing of 0.2.0");
  });
});

describe("the notes of a tag", () => {
  it("are refused when the tag is of another version than the package", () => {
    const script = join(ROOT, "tools/release-notes.ts");
    const { status, stderr } = spawnSync(process.execPath, [script, "v999.0.0"]);
    expect(status).toBe(1);
    expect(String(stderr)).toContain('the tag is "v999.0.0", and the package is ');
  });
});

describe("releasing", () => {
  it("makes what was unreleased the version's, dated, and leaves nothing unreleased", () => {
    const released = releaseChangelog(CHANGELOG, "0.2.0", "2026-12-01");
    expect(released).toContain("## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added");
    expect(releaseNotes(released, "0.2.0")).toBe(releaseNotes(CHANGELOG, "Unreleased"));
    expect(releaseNotes(released, "0.1.0")).toBe(releaseNotes(CHANGELOG, "0.1.0"));
  });

  it("is refused when nothing is unreleased, or the version is there already", () => {
    const released = releaseChangelog(CHANGELOG, "0.2.0", "2026-12-01");
    expect(() => releaseChangelog(released, "0.3.0", "2026-12-02")).toThrow("Unreleased");
    expect(() => releaseChangelog(CHANGELOG, "0.1.0", "2026-12-02")).toThrow("0.1.0 already");
  });
});
