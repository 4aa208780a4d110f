import { describe, expect, it } from "vitest";
import { demandsTls, openStatements, soundPolicy, trusts } from "./access-policy.ts";
import { tlsOnly } from "./healthy-case.ts";

const deny = (change: object): object => ({
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
      ...change,
    },
  ],
});

describe("a policy demands TLS", () => {
  it.each([
    ["as a deployment writes it", tlsOnly("sqs")],
    [
      "with lists in place of single values",
      deny({ Action: ["sqs:*"], Principal: { AWS: ["*"] } }),
    ],
    ["of every action", deny({ Action: "*" })],
    ["among other actions", deny({ Action: ["sqs:SendMessage", "sqs:*"] })],
    ["with a boolean", deny({ Condition: { Bool: { "aws:SecureTransport": false } } })],
  ])("%s", (_, policy) => {
    expect(demandsTls(policy, "sqs")).toBe(true);
  });

  it.each([
    ["no policy", undefined],
    ["no statement", {}],
    ["not a policy", "<xml/>"],
    ["an Allow", deny({ Effect: "Allow" })],
    ["for one account only", deny({ Principal: { AWS: "111122223333" } })],
    ["for one action only", deny({ Action: "sqs:SendMessage" })],
    ["the other way round", deny({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
    ["on no condition", deny({ Condition: undefined })],
    ["of another service", tlsOnly("s3")],
  ])("not by %s", (_, policy) => {
    expect(demandsTls(policy, "sqs")).toBe(false);
  });
});

describe("a policy that is made sound", () => {
  const open = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" };
  const own = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sqs:*" };
  const limited = { ...open, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" } } };

  it("lets nobody in on no condition, demands TLS, and keeps the rest", () => {
    const policy = { Version: "2008-10-17", Id: "mine", Statement: [open, own, limited] };
    const sound: unknown = JSON.parse(soundPolicy(policy, "sqs", ["arn:q"]));
    expect(sound).toEqual({
      Version: "2008-10-17",
      Id: "mine",
      Statement: [own, limited, expect.objectContaining({ Sid: "TlsOnly", Resource: ["arn:q"] })],
    });
    expect(demandsTls(sound, "sqs")).toBe(true);
    expect(openStatements(sound)).toEqual([]);
  });

  it("is made of nothing where there is none", () => {
    const sound = JSON.parse(soundPolicy(undefined, "s3", ["arn:b", "arn:b/*"])) as {
      readonly Statement: readonly unknown[];
    };
    expect(sound.Statement).toHaveLength(1);
    expect(demandsTls(sound, "s3")).toBe(true);
  });

  it("demands TLS once", () => {
    const again = JSON.parse(soundPolicy(tlsOnly("sqs"), "sqs", ["arn:q"])) as unknown;
    expect(again).toEqual(tlsOnly("sqs"));
  });
});

describe("a trust policy", () => {
  const trust = (change: object): object => ({
    Statement: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: ["scheduler.amazonaws.com", "lambda.amazonaws.com"] },
      ...change,
    },
  });

  it("trusts the services that it names", () => {
    expect(trusts(trust({}), "scheduler.amazonaws.com")).toBe(true);
    const tagging = trust({ Action: ["sts:TagSession", "sts:AssumeRole"] });
    expect(trusts(tagging, "scheduler.amazonaws.com")).toBe(true);
  });

  it.each([
    ["another service", trust({ Principal: { Service: "ecs.amazonaws.com" } })],
    ["a refusal", trust({ Effect: "Deny" })],
    ["another action", trust({ Action: "sts:TagSession" })],
    ["nothing", undefined],
  ])("does not by %s", (_, policy) => {
    expect(trusts(policy, "scheduler.amazonaws.com")).toBe(false);
  });
});
