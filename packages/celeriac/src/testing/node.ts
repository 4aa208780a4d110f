/**
 * Assertions for node:test, and for any other test runner.
 *
 * @module celeriac/testing/node
 */
export * from "@celeriac/testing/node";
