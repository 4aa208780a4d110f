import type { Resources } from "@celeriac/core";
import type { Diagnosis, Subject } from "./finding.ts";
import { type AwsCall, type CallSite, commandLine, type Fix } from "./fix.ts";

/** What is reported: a diagnosis, and of what. */
export interface Report {
  readonly resources: Resources;
  readonly diagnosis: Diagnosis;
}

/** The line of a fix that one call makes. */
export function commandOf({ call }: Fix, resources: Resources): string | undefined {
  return call === undefined ? undefined : commandLine(call, siteOf(call, resources));
}

/** A subject in a few words: `queue "default"`. */
export function nameOf({ kind, name }: Subject): string {
  return `${kind} ${JSON.stringify(name)}`;
}

function siteOf({ service }: AwsCall, { region, endpoints = {} }: Resources): CallSite {
  const known = Object.hasOwn(endpoints, service) ? service : undefined;
  return { region, endpoint: known && endpoints[known as keyof typeof endpoints] };
}
