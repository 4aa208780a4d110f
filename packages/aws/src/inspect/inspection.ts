import type { Reading, Resources } from "@celeriac/core";
import { toCeleriacError } from "../call/aws-error.ts";
import { classifyFailure, type FailureKind, factsOf } from "../call/failure-facts.ts";
import {
  createInspectClients,
  endpointOf,
  type InspectClients,
  type InspectEndpoints,
} from "./inspect-clients.ts";
import { type InspectedService, type ReadAction, serviceOf } from "./read-action.ts";

/** One reading of one deployment. */
export interface Inspection {
  readonly resources: Resources;
  readonly clients: InspectClients;
  /**
   * Makes one read, and sorts its failure. @throws {CeleriacError} when it is SQS that cannot be asked, whose answers
   * everything else hangs on.
   */
  read<Value>(spec: ReadSpec, call: () => Promise<Value>): Promise<Reading<Value>>;
}

export interface ReadSpec {
  readonly action: ReadAction;
  /** What is read, in words: `queue "images" (https://…)`. */
  readonly resource: string;
}

/** What some services call a thing that is not there, beside the names that the adapters know. */
const MISSING: ReadonlySet<string> = new Set([
  "NoSuchEntity",
  "NoSuchEntityException",
  "ClusterNotFoundException",
]);

/** Failures of whoever asks, or of the way there: nothing else would be answered. */
const HOPELESS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "no-credentials",
  "bad-credentials",
  "unreachable",
  "untrusted",
  "attempt-timeout",
]);

export function createInspection(resources: Resources, endpoints: InspectEndpoints): Inspection {
  const clients = createInspectClients(resources, endpoints);
  return {
    resources,
    clients,
    async read(spec, call) {
      const service = serviceOf(spec.action);
      const endpoint = endpointOf(resources, endpoints, service);
      // The emulator's credentials mean nothing to AWS, and AWS's answer would be about something else.
      if (resources.endpoints !== undefined && endpoint === undefined) {
        return { kind: "unread", why: withoutEndpoint(service) };
      }
      try {
        return { kind: "found", value: await call() };
      } catch (error) {
        const facts = factsOf(error);
        const kind = classifyFailure(facts);
        if (kind === "missing" || MISSING.has(facts.name)) return { kind: "missing" };
        const told = toCeleriacError(error, {
          name: spec.action,
          resource: spec.resource,
          target: endpoint ?? `AWS ${service} in ${resources.region}`,
          deadlineMs: 0,
          late: false,
          uncertain: false,
        });
        if (service === "sqs" && HOPELESS.has(kind)) throw told;
        return { kind: "unread", why: told.message.replaceAll(/\s+/g, " ") };
      }
    },
  };
}

function withoutEndpoint(service: InspectedService): string {
  const variable = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
  return `the resources are an emulator's, which names no endpoint for ${service}: set ${variable}, if it has that service`;
}
