import { describe, expect, it, vi } from "vitest";
import type { StubAnswer } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

const s3Error = (code: string, status: number): StubAnswer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>told by the stub</Message></Error>`,
});

describe("a payload lies under its key", () => {
  it("is put as JSON text of any length, none included", async () => {
    await using world = await stubbedPorts();
    await world.ports.payloads.put("inputs/t-1", '{"a":"ü"}');
    await world.ports.payloads.put("inputs/t-2", "");
    expect(world.stub.requests).toMatchObject([
      { operation: "PUT", path: "/stub-bucket/inputs/t-1?x-id=PutObject", body: { a: "ü" } },
      { operation: "PUT", path: "/stub-bucket/inputs/t-2?x-id=PutObject", body: "" },
    ]);
  });

  it("of no length without a warning of the SDK that it is a stream", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    await using world = await stubbedPorts();
    await world.ports.payloads.put("inputs/t-1", "");
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it("is read back", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({ body: '"größe"' }));
    expect(await world.ports.payloads.get("inputs/t-1")).toBe('"größe"');
  });

  it("and what is not there is undefined", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => s3Error("NoSuchKey", 404));
    expect(await world.ports.payloads.get("inputs/t-1")).toBeUndefined();
  });
});

describe("a store that could not be asked is an error", () => {
  it.each([
    ["NoSuchBucket", 404, "bucket-not-found", 'bucket "stub-bucket"'],
    ["AccessDenied", 403, "access-denied", "s3:GetObject"],
    ["InternalError", 500, "service-error", "InternalError"],
    ["SlowDown", 503, "throttled", "SlowDown"],
  ])("%s", async (name, status, code, says) => {
    await using world = await stubbedPorts();
    world.stub.answer(() => s3Error(name, status));
    await expect(world.ports.payloads.get("k")).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
    });
  });
});
