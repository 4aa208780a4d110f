import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { answerCall, stateOf } from "./answers.ts";
import type { CreatedResource } from "./created-resource.ts";
import { reveal } from "./reveal.ts";

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
}

/** Puts an engine under Pulumi that makes nothing and tells of each resource that it is asked for. */
export async function recordResources(tell: (resource: CreatedResource) => void): Promise<void> {
  const requests = new Map<string, Request>();
  const register = MockMonitor.prototype.registerResource;
  MockMonitor.prototype.registerResource = function (request: Request, callback) {
    requests.set(`${request.getType()} ${request.getName()}`, request);
    return register.call(this, request, callback);
  };
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs: given }) {
        const inputs = reveal(given) as Record<string, unknown>;
        const request = requests.get(`${type} ${name}`);
        const state = stateOf(type, name, inputs);
        tell({
          type,
          name,
          inputs,
          state,
          parent: request?.getParent() ?? "",
          retainOnDelete: request?.getRetainondelete() ?? false,
          ignoreChanges: request?.getIgnorechangesList() ?? [],
        });
        return { id: String(state["id"]), state };
      },
      call: ({ token, inputs }) => answerCall(token, inputs),
    },
    "celeriac",
    "test",
    false,
  );
}
