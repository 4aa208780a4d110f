import type { Contender } from "../drain/contender.ts";

/** The emptying of a filled queue by one system. */
export interface DrainCase {
  readonly id: string;
  readonly what: string;
  /** Of a usual run. */
  readonly tasks: number;
  /** Starts fresh servers for it. */
  readonly contender: () => Promise<Contender>;
}
