import { CeleriacError } from "celeriac";
import { type Client, createClient } from "celeriac/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { app } from "../app.ts";
import { createApi } from "./create-api.ts";

afterEach(() => vi.restoreAllMocks());

/** Reaches nobody: what is refused is refused before that. */
const unreachable = createClient(app, {
  resources: {
    app: "novel",
    region: "us-east-1",
    queues: Object.fromEntries(
      ["default", "default-dlq", "studio", "studio-dlq"].map((name) => [
        name,
        { url: `http://127.0.0.1:1/${name}`, arn: `arn:aws:sqs:us-east-1:000000000000:${name}` },
      ]),
    ),
    table: "novel",
    bucket: "novel",
    schedules: { group: "novel", roleArn: "arn:aws:iam::000000000000:role/novel" },
  },
});

const post = (body: string, client: Pick<Client, "enqueue" | "handle"> = unreachable) =>
  createApi(client).request("/chapters", { method: "POST", body });

describe("what cannot be a chapter is refused, by field, and nothing is sent", () => {
  it.each<[string, string]>([
    ["", "body: "],
    ["{", "body: "],
    ["[]", "body: "],
    ['{"chapter":"1"}', "text: "],
    ['{"chapter":"","text":"a"}', "chapter: "],
    [JSON.stringify({ chapter: "c".repeat(201), text: "a" }), "chapter: "],
    ['{"chapter":"1","text":5}', "text: "],
    ['{"chapter":"1","text":"a","admin":true}', "body: "],
    ['{"__proto__":{"chapter":"1","text":"a"}}', "chapter: "],
  ])("%s", async (body, field) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: string };
    expect(error).toContain(field);
    expect(error).not.toContain("ccc");
  });

  it("one that is too long", async () => {
    const response = await post(JSON.stringify({ chapter: "1", text: "a".repeat(1_000_000) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: "a chapter has at most 1000000 bytes" });
  });

  it.each(["%00", "a%0ab", "x".repeat(300)])("an id that is none: %s", async (id) => {
    const response = await createApi(unreachable).request(`/chapters/${id}`);
    expect(response.status).toBe(400);
  });

  it("any other path or method", async () => {
    for (const [path, method] of [
      ["/", "GET"],
      ["/chapters", "DELETE"],
      ["/chapters/1", "POST"],
    ] as const) {
      const response = await createApi(unreachable).request(path, { method });
      expect(response.status).toBe(404);
    }
  });
});

describe("what goes wrong inside stays inside", () => {
  const failing = (error: Error): Pick<Client, "enqueue" | "handle"> => ({
    ...unreachable,
    enqueue: () => Promise.reject(error),
  });

  it.each<[Error, number]>([
    [new Error("secret-table"), 500],
    [new CeleriacError("access-denied", "secret-table"), 500],
    [new CeleriacError("throttled", "secret-table", { retryable: true }), 503],
  ])("%s", async (error, status) => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const response = await post('{"chapter":"1","text":"a"}', failing(error));
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("secret");
    expect(logged).toHaveBeenCalledWith(error);
  });
});
