/**
 * The infrastructure component, for `sst.config.ts`. SST and Pulumi are globals there; nowhere else can this be loaded.
 *
 * @module celeriac/sst
 */
export { Celeriac } from "@celeriac/sst";
