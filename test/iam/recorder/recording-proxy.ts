import { once } from "node:events";
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type AwsRequest, readCalls, type Service, signerOf } from "./read-calls.ts";
import type { RecordedCall } from "./recorded-call.ts";

/** One address for all services, which tells every call before it hands it on. */
export interface RecordingProxy {
  readonly url: string;
  close(): Promise<void>;
}

export async function startRecordingProxy(
  targets: Readonly<Record<Service, string>>,
  note: (calls: readonly RecordedCall[]) => void,
): Promise<RecordingProxy> {
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500).end(String(error));
    });
  });
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const { method = "", url = "", headers } = incoming;
    const read: AwsRequest = { method, url, headers, body: body.toString("utf8") };
    const calls = readCalls(read);
    note(calls);
    const onward = pass(targets[signerOf(read).service], read, body, outgoing);
    onward.on("response", ({ statusCode }) => {
      if (statusCode === 404) note(calls.filter(isS3).map((call) => ({ ...call, absent: true })));
    });
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const isS3 = (call: RecordedCall): call is Extract<RecordedCall, { service: "s3" }> =>
  call.service === "s3";

/** The host of the caller's request stays: emulators name queues by it. */
function pass(
  target: string,
  { method, url, headers }: AwsRequest,
  body: Buffer,
  outgoing: ServerResponse,
): ClientRequest {
  const { hostname, port } = new URL(target);
  // The caller was told to go on already.
  const { expect: _continue, "transfer-encoding": _chunked, ...kept } = headers;
  const onward = request({
    ...{ hostname, port, method, path: url },
    headers: { ...kept, "content-length": body.byteLength },
  });
  onward.on("response", (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  // A cut connection is what a cut connection to AWS is.
  onward.on("error", () => outgoing.destroy());
  // Who gives a long poll up must not be given messages by it.
  outgoing.on("close", () => onward.destroy());
  onward.end(body);
  return onward;
}
