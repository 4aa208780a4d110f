/**
 * Bundles in a process of its own: esbuild starts a service and keeps it for as long as its process runs, and one
 * that others use too could not be stopped. Arguments: esbuild's module URL, a list of its options as JSON.
 */
export const BUNDLE_SOURCE: string = `
const [module, jobs] = process.argv.slice(1);
const { build } = await import(module);
const results = await Promise.allSettled(JSON.parse(jobs).map((job) => build(job)));
process.exit(results.every(({ status }) => status === "fulfilled") ? 0 : 1);
`;
