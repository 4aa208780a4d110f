import { describe, expect, it } from "vitest";
import { planDependencies } from "./dependency-plan.ts";
import { declaredVersions } from "./repository.ts";

const versions = new Map([
  ...declaredVersions(),
  ["commander", "15.1.0"],
  ["fauxqs", "2.4.1"],
  ["@aws-lambda-powertools/logger", "2.35.0"],
]);

describe("the package's dependencies", () => {
  it("are what it imports, at the versions that the rooms declare and what is compatible with them", () => {
    const imported = new Set(["commander", "@aws-lambda-powertools/logger"]);
    expect(planDependencies(imported, versions).dependencies).toEqual({
      "@aws-lambda-powertools/logger": "~2.35.0",
      commander: "^15.1.0",
    });
  });

  it("are no emulators or tools, which are peers, imported or not", () => {
    const { dependencies, optionalPeers } = planDependencies(new Set(["fauxqs"]), versions);
    expect(dependencies).toEqual({});
    expect(optionalPeers).toEqual(expect.arrayContaining(["fauxqs", "dynalite", "esbuild"]));
  });

  it("are refused for an import that nobody declares, and for one that should be held", () => {
    expect(() => planDependencies(new Set(["left-pad"]), versions)).toThrow(
      /imports left-pad, which no room declares/,
    );
    expect(() => planDependencies(new Set(["hono"]), versions)).toThrow(/hono should be in/);
  });
});
