/**
 * Matchers for vitest, and for what has Jest's `expect.extend`.
 *
 * @module celeriac/testing/vitest
 */
export * from "@celeriac/testing/vitest";
