import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CeleriacError, type Deployment, type DeploymentRequest } from "@celeriac/core";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand } from "../command-harness.ts";
import { found, healthyCase, shop } from "./healthy-case.ts";
import { bucket, deployed, mapped, settings } from "./planted-case.ts";

const healthy = healthyCase();
const file = join(tmpdir(), `celeriac-doctor-${process.pid}.json`);
afterAll(() => rm(file, { force: true }));

/** Runs the doctor of the shop on a deployment that was read. */
async function doctor(deployment: Deployment, ...words: readonly string[]) {
  const requests: DeploymentRequest[] = [];
  const run = await runCommand(["doctor", "--app", "doctor.ts", ...words], {
    app: shop,
    directory: import.meta.dirname,
    findResources: () => healthy.resources,
    readStdin: () => Promise.resolve(JSON.stringify(healthy.resources)),
    deployments: {
      read: (request) => {
        requests.push(request);
        return Promise.resolve(deployment);
      },
    },
  });
  return { ...run, requests };
}

const short = settings("default", { visibilityTimeoutSeconds: 59 }).deployment;
const denied = deployed(() => ({ schedulerRole: { kind: "unread", why: "no right" } })).deployment;

describe("celeriac doctor", () => {
  it("ends with 0 where nothing is found", async () => {
    const { out, err, exitCode, requests } = await doctor(healthy.deployment);
    expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
    expect(out).toMatch(/^app "shop": nothing found; \d+ checks made, 0 not made\.\n$/);
    expect(requests).toMatchObject([{ topology: { app: "shop" }, resources: healthy.resources }]);
  });

  it("ends with 1 where something is, and says by resource what and what to do", async () => {
    const { out, exitCode } = await doctor(short);
    expect(exitCode).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "queue "default"  https://sqs.eu-central-1.amazonaws.com/111122223333/shop-default
        unsafe  queue-visibility-under-timeout: found VisibilityTimeout 59 s for a function of at most 60 s; expected 360 s
          messages come back while their tasks still run; AWS refuses such a mapping
          fix: set it: aws sqs set-queue-attributes --region eu-central-1 --cli-input-json '{"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/111122223333/shop-default","Attributes":{"VisibilityTimeout":"360"}}'

      app "shop": 0 missing, 1 unsafe, 0 drifted; 92 checks made, 0 not made.
      A deployment puts most of it right: sst refresh, then sst deploy.
      "
    `);
  });

  it("says what was not checked and why, which is a finding with --strict alone", async () => {
    const { out, exitCode } = await doctor(denied);
    expect(exitCode).toBe(0);
    expect(out).toContain(
      'not checked\n  no right\n    scheduler role "arn:aws:iam::111122223333:role/shop-scheduler": scheduler-role-missing, scheduler-role-trust\n',
    );
    expect((await doctor(denied, "--strict")).exitCode).toBe(1);
    expect((await doctor(healthy.deployment, "--strict")).exitCode).toBe(0);
  });

  it("answers programs in JSON, with the call that fixes", async () => {
    const { out, exitCode } = await doctor(short, "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({
      app: "shop",
      region: "eu-central-1",
      healthy: false,
      checked: 92,
      findings: [
        {
          id: "queue-visibility-under-timeout",
          severity: "unsafe",
          resource: {
            kind: "queue",
            name: "default",
            location: healthy.resources.queues["default"]?.url,
          },
          found: "VisibilityTimeout 59 s for a function of at most 60 s",
          expected: "360 s",
          why: expect.any(String),
          fix: {
            text: "set it",
            command: expect.stringMatching(/^aws sqs set-queue-attributes /),
            call: {
              service: "sqs",
              operation: "SetQueueAttributes",
              input: {
                QueueUrl: healthy.resources.queues["default"]?.url,
                Attributes: { VisibilityTimeout: "360" },
              },
            },
          },
        },
      ],
      notChecked: [],
    });
    const { notChecked } = JSON.parse((await doctor(denied, "--json")).out) as {
      readonly notChecked: readonly object[];
    };
    expect(notChecked).toMatchObject([{ resource: { kind: "scheduler role" }, why: "no right" }]);
  });

  it("colours a terminal's severities, and nothing else", async () => {
    const run = await runCommand(["doctor", "--app", "doctor.ts"], {
      app: shop,
      directory: import.meta.dirname,
      colors: true,
      findResources: () => healthy.resources,
      deployments: { read: () => Promise.resolve(short) },
    });
    expect(run.out).toContain("  \u001b[31munsafe\u001b[39m  queue-visibility");
    expect((await doctor(short)).out).not.toContain("\u001b");
  });
});

describe("what celeriac doctor prints", () => {
  it("names a resource once, where its name says where it is", async () => {
    const { out } = await doctor(bucket({ publicAccessBlocked: found(false) }).deployment);
    expect(out).toMatch(/^bucket "shop-bucket"\n {2}unsafe/);
  });

  it("calls an emulator where it is, as far as the resources say it", async () => {
    const elsewhere = { ...healthy.resources, endpoints: { sqs: "http://127.0.0.1:9324" } };
    await writeFile(file, JSON.stringify(elsewhere));
    const { out } = await doctor(mapped({ batchSize: 1 }).deployment, "--resources", file);
    expect(out).toContain(
      "aws lambda update-event-source-mapping --region eu-central-1 --cli-input",
    );
    const { out: queues } = await doctor(short, "--resources", file);
    expect(queues).toContain("--endpoint-url http://127.0.0.1:9324 --cli-input-json");
  });
});

describe("where celeriac doctor looks", () => {
  it("is what a file says, or the standard input", async () => {
    const elsewhere = { ...healthy.resources, region: "eu-west-1" };
    await writeFile(file, JSON.stringify(elsewhere));
    const { requests } = await doctor(healthy.deployment, "--resources", file);
    expect(requests[0]?.resources).toEqual(elsewhere);
    const { requests: piped } = await doctor(healthy.deployment, "--resources", "-");
    expect(piped[0]?.resources).toEqual(healthy.resources);
  });

  it("is the cluster that is named", async () => {
    const { requests } = await doctor(healthy.deployment, "--cluster", "prod");
    expect(requests[0]?.cluster).toBe("prod");
  });

  it("is the link that is named", async () => {
    let asked: readonly unknown[] = [];
    await runCommand(["doctor", "--app", "doctor.ts", "--link", "Tasks"], {
      app: shop,
      directory: import.meta.dirname,
      findResources: (...names) => {
        asked = names;
        return healthy.resources;
      },
      deployments: { read: () => Promise.resolve(healthy.deployment) },
    });
    expect(asked).toEqual(["shop", "Tasks"]);
  });
});

describe("celeriac doctor ends with 2", () => {
  it("where the resources are another app's", async () => {
    await writeFile(file, JSON.stringify({ ...healthy.resources, app: "mill" }));
    const { err, exitCode } = await doctor(healthy.deployment, "--resources", file);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^error: the resources are those of app "mill", and this is app "shop": /);
  });

  it("where the resources cannot be read", async () => {
    const gone = await doctor(healthy.deployment, "--resources", "none.json");
    expect(gone.exitCode).toBe(2);
    expect(gone.err).toMatch(/^error: --resources cannot be read: ENOENT/);
    await writeFile(file, "{");
    const broken = await doctor(healthy.deployment, "--resources", file);
    expect(broken.exitCode).toBe(2);
    expect(broken.err).toMatch(/--resources.* is not JSON/);
  });

  it("where nobody says where the resources are, and says how to", async () => {
    const { err, exitCode } = await runCommand(["doctor", "--app", "doctor.ts"], {
      app: shop,
      directory: import.meta.dirname,
    });
    expect(exitCode).toBe(2);
    expect(err).toBe(
      "error: this run knows of no resources. For this command: run it by sst shell, which links all of an SST app, or name a file by --resources\n",
    );
  });

  it("where AWS cannot be asked", async () => {
    const { out, err, exitCode } = await runCommand(["doctor", "--app", "doctor.ts"], {
      app: shop,
      directory: import.meta.dirname,
      findResources: () => healthy.resources,
      deployments: {
        read: () => Promise.reject(new CeleriacError("credentials-missing", "no credentials")),
      },
    });
    expect({ out, err, exitCode }).toEqual({
      out: "",
      err: "error: no credentials\n",
      exitCode: 2,
    });
  });

  it("for an option that it does not know", async () => {
    expect((await doctor(healthy.deployment, "--stict")).err).toContain("Did you mean --strict?");
  });
});
