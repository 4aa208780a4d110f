import { describe, expect, it } from "vitest";
import { diagnose } from "./diagnose.ts";
import { found, healthyCase } from "./healthy-case.ts";
import { deployed } from "./planted-case.ts";
import { orphansAmong, queuePrefix } from "./queue-names.ts";

const resourcesOf = (...names: readonly string[]) => ({
  ...healthyCase().resources,
  queues: Object.fromEntries(
    names.map((name) => [name, { url: `https://sqs/1/${name}`, arn: `arn:aws:sqs:r:1:${name}` }]),
  ),
});

describe("how an app's queues begin", () => {
  it("is what their names have in common, and the app's name is in it", () => {
    expect(queuePrefix(resourcesOf("shop-dev-mail", "shop-dev-mail-dlq", "shop-dev-video"))).toBe(
      "shop-dev-",
    );
    expect(queuePrefix(resourcesOf("Shop-prod-TasksQueueMail-x", "Shop-prod-TasksDead-y"))).toBe(
      "Shop-prod-Tasks",
    );
    expect(queuePrefix(resourcesOf("shop-mail"))).toBe("shop-mail");
  });

  it.each([
    ["in common is less than the app's name", ["shop-mail", "shared-mail"]],
    ["in common is nothing", ["shop-mail", "mail"]],
    ["in common is no name of the app's", ["prod-mail", "prod-video"]],
    ["there is no queue", []],
  ])("is not known where what is %s", (_, names) => {
    expect(queuePrefix(resourcesOf(...names))).toBe(undefined);
  });
});

describe("orphans", () => {
  const resources = resourcesOf("shop-dev-mail", "shop-dev-mail-dlq", "shop-dev-video");

  it("are queues named like the app's that it does not have", () => {
    const names = ["shop-dev-mail", "shop-dev-mail-dlq", "shop-dev-old", "shop-dev-video"];
    expect(orphansAmong(names, resources)).toEqual(["shop-dev-old"]);
  });

  it("are not those of a stage whose name begins like this one's", () => {
    const names = ["shop-dev-2-mail", "shop-dev-2-mail-dlq", "shop-dev-2-video"];
    expect(orphansAmong(names, resources)).toEqual([]);
  });

  it("are not those of a component whose name begins like this one's", () => {
    const tasks = resourcesOf("shop-dev-TasksQueueMail-a", "shop-dev-TasksDeadLettersMail-b");
    const names = [
      "shop-dev-TasksQueueOld-c",
      "shop-dev-Tasks2QueueMail-d",
      "shop-dev-TasksBillingQueueMail-e",
    ];
    expect(orphansAmong(names, tasks)).toEqual(["shop-dev-TasksQueueOld-c"]);
  });

  it("are found by a listing as well, with where they are", () => {
    const { findings } = diagnose(
      deployed(({ queueNames }) => ({
        queueNames: found([
          ...(queueNames.kind === "found" ? queueNames.value : []),
          "shop-forgotten",
        ]),
      })),
    );
    const url = "https://sqs.eu-central-1.amazonaws.com/111122223333/shop-forgotten";
    expect(findings).toMatchObject([
      {
        id: "queue-orphaned",
        subject: { name: "shop-forgotten", location: url },
        fix: { call: { operation: "DeleteQueue", input: { QueueUrl: url } } },
      },
    ]);
  });
});
