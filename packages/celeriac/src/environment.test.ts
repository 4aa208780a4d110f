import { describe, expect, it } from "vitest";
import { findResources } from "./environment.ts";

const RESOURCES = {
  app: "shop",
  region: "eu-west-1",
  queues: { default: { url: "https://sqs/q", arn: "arn:aws:sqs:eu-west-1:1:q" } },
  table: "tasks",
  bucket: "payloads",
  schedules: { group: "shop", roleArn: "arn:aws:iam::1:role/r" },
};
const LINK = { ...RESOURCES, kind: "celeriac-resources", type: "celeriac.Celeriac" };
const APP = JSON.stringify({ name: "site", stage: "production" });
const of = (table: string): string => JSON.stringify({ ...LINK, table });

describe("an app's resources come from the environment", () => {
  it("as JSON in CELERIAC_RESOURCES", () => {
    const environment = { CELERIAC_RESOURCES: JSON.stringify(RESOURCES) };
    expect(findResources("shop", { environment })).toEqual(RESOURCES);
  });

  it("else from the SST link of the app, whatever its name", () => {
    const environment = {
      SST_RESOURCE_App: APP,
      SST_RESOURCE_Photos: JSON.stringify({ kind: "photos", app: "shop", name: "photos" }),
      SST_RESOURCE_Mail: JSON.stringify({ ...LINK, app: "mail" }),
      SST_RESOURCE_Jobs: JSON.stringify(LINK),
    };
    expect(findResources("shop", { environment })).toEqual(RESOURCES);
    expect(findResources("mail", { environment })).toEqual({ ...RESOURCES, app: "mail" });
  });

  it("CELERIAC_RESOURCES first: then no link is read, be it broken", () => {
    const environment = {
      CELERIAC_RESOURCES: JSON.stringify(RESOURCES),
      SST_RESOURCE_Tasks: of("linked"),
      SST_KEY: "AAAA",
      SST_KEY_FILE: "/nowhere/resource.enc",
    };
    expect(findResources("shop", { environment }, "Other")).toEqual(RESOURCES);
  });

  it("of links that say the same, as those to a component and to its operator, any", () => {
    const { type, ...operator } = LINK;
    const environment = {
      SST_RESOURCE_Tasks: JSON.stringify(LINK),
      SST_RESOURCE_TasksOperator: JSON.stringify({ type: "sst.Linkable", ...operator }),
    };
    expect(findResources("shop", { environment })).toEqual(RESOURCES);
    const other = { ...environment, SST_RESOURCE_Preview: of("second") };
    expect(() => findResources("shop", { environment: other })).toThrow(/more than one/);
  });

  it("of several components of the app, the one that `link` names", () => {
    const environment = { SST_RESOURCE_Tasks: of("first"), SST_RESOURCE_Preview: of("second") };
    expect(() => findResources("shop", { environment })).toThrow(
      /linked by SST \("Tasks" of app "shop", "Preview" of app "shop"\) more than one is of app "shop"\. .* pass link: "Tasks"/,
    );
    expect(findResources("shop", { environment }, "Preview").table).toBe("second");
    expect(() => findResources("shop", { environment }, "Previews")).toThrow(
      /\("Tasks" of .*\) none is named "Previews"\. /,
    );
  });
});

describe("resources that are not there are an error that says what was looked at and what to write", () => {
  it.each([{}, { CELERIAC_RESOURCES: "" }, { SST_RESOURCE_Tasks: "" }])(
    "no variable and no link",
    (environment) => {
      expect(() => findResources("shop", { environment })).toThrow(
        /^CELERIAC_RESOURCES is not set, .*linked by SST \(none at all\) none is of app "shop"\. In sst\.config\.ts: .*link: \[tasks\].*embedded AWS.*pass `resources`/,
      );
    },
  );

  it("links, but of nothing or of other apps: names them", () => {
    const environment = {
      SST_RESOURCE_App: APP,
      SST_RESOURCE_Mail: JSON.stringify({ ...LINK, app: "mail" }),
    };
    expect(() => findResources("shop", { environment })).toThrow(
      /linked by SST \("Mail" of app "mail"\) none is of app "shop"/,
    );
  });

  it("malformed: an error, never a half-read configuration", () => {
    expect(() => findResources("shop", { environment: { CELERIAC_RESOURCES: "{" } })).toThrow(
      /\(CELERIAC_RESOURCES\) cannot be read: it is not JSON/,
    );
    const link = JSON.stringify({ kind: "celeriac-resources", app: "shop" });
    expect(() => findResources("shop", { environment: { SST_RESOURCE_Tasks: link } })).toThrow(
      /\(the SST link "Tasks"\) cannot be read: region is undefined: expected a text/,
    );
  });
});
