/**
 * An app in memory, for tests: no AWS, and a clock that stands still until it is told to move.
 *
 * @module celeriac/testing
 */
export * from "@celeriac/testing";
