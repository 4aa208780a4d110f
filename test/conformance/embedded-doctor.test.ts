import { createDeploymentReader } from "@celeriac/aws";
import { defineApp, fargate, lambda, topology } from "@celeriac/core";
import { type EmbeddedAws, startEmbeddedAws } from "@celeriac/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runDoctor } from "../cli/run-doctor.ts";

const app = defineApp({ name: "shop", tasks: [], queues: { default: lambda(), video: fargate() } });

let aws: EmbeddedAws;
beforeAll(async () => {
  aws = await startEmbeddedAws({ topology: topology(app), stage: "doctor" });
});
afterAll(() => aws.stop());

interface Report {
  readonly findings: readonly {
    readonly id: string;
    readonly resource: { readonly name: string };
  }[];
  readonly notChecked: readonly { readonly checks: readonly string[]; readonly why: string }[];
}

async function doctor(): Promise<Report & { readonly exitCode: number }> {
  const { out, exitCode } = await runDoctor(["--json"], {
    app,
    findResources: () => aws.resources,
    deployments: createDeploymentReader(),
  });
  return { ...(JSON.parse(out) as Report), exitCode };
}

describe("celeriac doctor on the embedded AWS", () => {
  it("finds what a machine of one's own goes without: policies, and nothing else", async () => {
    const { findings, exitCode } = await doctor();
    expect(exitCode).toBe(1);
    expect(findings.map(({ id, resource }) => `${resource.name}: ${id}`)).toEqual([
      "default: queue-plain-http",
      "default-dlq: dead-letter-redrive-open",
      "default-dlq: queue-plain-http",
      "video: queue-plain-http",
      "video-dlq: dead-letter-redrive-open",
      "video-dlq: queue-plain-http",
    ]);
  });

  it("takes nothing for healthy that the embedded AWS does not have", async () => {
    const { notChecked } = await doctor();
    const ids = new Set(notChecked.flatMap(({ checks }) => checks));
    expect([...ids].filter((id) => /^(bucket|scheduler|dead)/.test(id))).toEqual([
      "dead-letter-consumed",
      "bucket-public",
      "bucket-unencrypted",
      "bucket-plain-http",
      "scheduler-role-missing",
      "scheduler-role-trust",
    ]);
    expect([...ids].filter((id) => /^(consumer|mapping|worker)/.test(id))).toHaveLength(14);
    expect(new Set(notChecked.map(({ why }) => why.replace(/ (lambda|iam|ecs)\b.*/, "")))).toEqual(
      new Set([
        "the resources are an emulator's, which names no endpoint for",
        "no cluster was named: name the one whose services run the workers, by --cluster",
        "the answer holds no PublicAccessBlockConfiguration: not an answer of S3's",
        "the answer holds no ServerSideEncryptionConfiguration: not an answer of S3's",
        "the answer holds no Policy: not an answer of S3's",
      ]),
    );
  });
});
