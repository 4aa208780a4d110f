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

/** The settings of one service's client. */
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

/**
 * Takes out of a client the SDK's own logging, which copies every request and every answer for a logger that is not
 * there. Nothing else goes: what is left keeps retries, credentials, clock skew and AWS's recursion guard right.
 */
export function withoutLogging<Client extends LoggingClient>(client: Client): Client {
  client.middlewareStack.remove("loggerMiddleware");
  return client;
}

interface LoggingClient {
  readonly middlewareStack: { remove(middleware: string): boolean };
}

/** Where a service's calls go, in words. */
export function targetOf(resources: Resources, service: keyof ServiceEndpoints): string {
  return resources.endpoints?.[service] ?? `AWS ${service} in ${resources.region}`;
}
