import type { Resources, ServiceEndpoints } from "@celeriac/core";
import { SDK_ATTEMPTS } from "./call-policy.ts";
import type { JournallingHttpHandler } from "./http-handler.ts";

/** What every SDK client is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: JournallingHttpHandler;
  readonly maxAttempts: number;
  readonly retryMode: "standard";
}

/**
 * The settings of one service's client. None of the SDK's middleware is taken out, although some could go: batches have
 * made its cost small, and what is left keeps retries, credentials, clock skew and AWS's recursion guard right.
 */
export function clientSettings(
  resources: Resources,
  service: keyof ServiceEndpoints,
  requestHandler: JournallingHttpHandler,
): ClientSettings {
  const endpoint = resources.endpoints?.[service];
  return {
    region: resources.region,
    requestHandler,
    maxAttempts: SDK_ATTEMPTS,
    retryMode: "standard",
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(resources.credentials === undefined ? {} : { credentials: resources.credentials }),
  };
}

/** Where a service's calls go, in words. */
export function targetOf(resources: Resources, service: keyof ServiceEndpoints): string {
  return resources.endpoints?.[service] ?? `AWS ${service} in ${resources.region}`;
}
