/** One instruction of a Dockerfile, as it is written: nothing is expanded yet. */
export type Instruction = { readonly line: number } & InstructionBody;

export type InstructionBody =
  | { readonly kind: "from"; readonly image: string; readonly stage: string | undefined }
  | { readonly kind: "arg"; readonly name: string; readonly fallback: string | undefined }
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "run"; readonly command: string; readonly mounts: readonly Mount[] }
  | {
      readonly kind: "copy";
      readonly from: string | undefined;
      readonly sources: readonly string[];
      readonly destination: string;
    }
  | Setting;

/** What changes the image's configuration, and nothing else. */
export type Setting =
  | { readonly kind: "env"; readonly variables: readonly (readonly [string, string])[] }
  | { readonly kind: "workdir"; readonly path: string }
  | { readonly kind: "expose"; readonly ports: readonly string[] }
  | { readonly kind: "stopsignal"; readonly signal: string }
  | { readonly kind: "healthcheck"; readonly check: HealthCheck }
  | { readonly kind: "entrypoint"; readonly command: readonly string[] }
  | { readonly kind: "cmd"; readonly command: readonly string[] };

/** What a RUN sees for its own time. */
export type Mount =
  | { readonly type: "bind"; readonly target: string }
  | { readonly type: "cache"; readonly target: string }
  | { readonly type: "secret"; readonly target: string; readonly id: string };

export interface HealthCheck {
  readonly command: readonly string[];
  /** `interval`, `timeout`, `start-period`, `retries`, as written. */
  readonly flags: Readonly<Record<string, string>>;
}
