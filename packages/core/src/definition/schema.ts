import type { StandardSchemaV1 } from "@standard-schema/spec";

/** Any schema that follows Standard Schema: zod, valibot, arktype and others. */
// biome-ignore lint/suspicious/noExplicitAny: a bound that every schema must satisfy, whatever its types
export type AnySchema = StandardSchemaV1<any, any>;

/** The wire type: what the schema takes. */
export type SchemaInput<S extends AnySchema> = StandardSchemaV1.InferInput<S>;

/** The parsed type: what the schema gives. */
export type SchemaOutput<S extends AnySchema> = StandardSchemaV1.InferOutput<S>;
