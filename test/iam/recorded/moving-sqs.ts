import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** What the embedded SQS lacks: message moves, as SQS answers about them. It moves nothing. */
export interface MovingSqs {
  readonly url: string;
  close(): Promise<void>;
}

export async function startMovingSqs(): Promise<MovingSqs> {
  const moves: { TaskHandle?: string; Status: string; SourceArn: string }[] = [];
  const answer = (operation: string, input: Readonly<Record<string, string>>): object => {
    const { SourceArn = "", TaskHandle = "" } = input;
    switch (operation) {
      case "StartMessageMoveTask": {
        const handle = Buffer.from(JSON.stringify({ sourceArn: SourceArn })).toString("base64");
        moves.unshift({ TaskHandle: handle, Status: "RUNNING", SourceArn });
        return { TaskHandle: handle };
      }
      case "CancelMessageMoveTask": {
        const move = moves.find((each) => each.TaskHandle === TaskHandle);
        if (move !== undefined) move.Status = "CANCELLED";
        return { ApproximateNumberOfMessagesMoved: 0 };
      }
      default:
        return { Results: moves.filter((move) => move.SourceArn === SourceArn) };
    }
  };
  const server = createServer((request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    void json(request).then((input) => {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(answer(operation, input as Record<string, string>)));
    });
  });
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
