import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What SST's `Function` asks the command to bundle. */
export interface BuildRequest {
  readonly functionID: string;
  readonly handler: string;
  readonly runtime: string;
  readonly links: Readonly<Record<string, unknown>>;
  readonly encryptionKey: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface BuildAnswer {
  readonly handler: string;
  readonly out: string;
  readonly errors: readonly string[];
  readonly sourcemaps: readonly string[];
}

interface Answerable {
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

export interface SstServer {
  readonly url: string;
  /** Bundles that were asked for, in order. */
  readonly builds: readonly BuildRequest[];
  /** Functions that are live in `sst dev`. */
  readonly liveFunctions: readonly string[];
  /** Calls that wait for their answer. */
  waiting(): number;
  stop(): Promise<void>;
}

/** The part of the `sst` command that its components call while a program runs. */
export async function startSstServer(
  build: (request: BuildRequest) => Promise<BuildAnswer> = emptyBundle(),
): Promise<SstServer> {
  const builds: BuildRequest[] = [];
  const liveFunctions: string[] = [];
  let waiting = 0;
  const answer = async (method: string, params: unknown): Promise<unknown> => {
    switch (method) {
      case "Provider.Aws.Bootstrap":
        return {
          asset: "sst-asset-bucket",
          state: "sst-state-bucket",
          assetEcrRegistryId: "123456789012",
          assetEcrUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/sst-asset",
        };
      case "Provider.Aws.Appsync":
        return { http: "appsync.example", realtime: "appsync-realtime.example" };
      case "Runtime.AddTarget":
        liveFunctions.push((params as BuildRequest).functionID);
        return true;
      case "Runtime.Build":
        builds.push(params as BuildRequest);
        return build(params as BuildRequest);
      default:
        return undefined;
    }
  };
  const respond = async (method: string, params: unknown, response: Answerable): Promise<void> => {
    const body = await answer(method, params).then(
      (result) =>
        result === undefined ? { error: `rpc: can't find method ${method}` } : { result },
      (error: unknown) => ({ error: String(error) }),
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
    waiting -= 1;
  };
  const server = createServer((request, response) => {
    waiting += 1;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, params } = JSON.parse(Buffer.concat(chunks).toString()) as {
        method: string;
        params: readonly unknown[];
      };
      void respond(method, params[0], response);
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    builds,
    liveFunctions,
    waiting: () => waiting,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

/** For programs whose bundles nobody runs. */
function emptyBundle(): (request: BuildRequest) => Promise<BuildAnswer> {
  let folder: Promise<string> | undefined;
  process.once("exit", () => folder?.then((path) => rm(path, { recursive: true })));
  return async () => {
    folder ??= mkdtemp(join(tmpdir(), "celeriac-infra-")).then(async (path) => {
      await writeFile(join(path, "bundle.mjs"), "export const handler = () => undefined;\n");
      return path;
    });
    return { handler: "bundle.handler", out: await folder, errors: [], sourcemaps: [] };
  };
}
