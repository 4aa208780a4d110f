import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";

/** Tests inject clock and ids and keep no module state, so isolation (ten times the time) is off. */
const quick = { pool: "threads", isolate: false } as const;

/** Fuzz tests of what a room does not export lie beside it. */
const FUZZ_BESIDE = "packages/*/src/**/*.fuzz.test.ts";

/** What runs on the embedded AWS, and once more on LocalStack. */
const ON_LOCALSTACK_TOO = "test/e2e/{states,duplicates,refusals,redrive,unique,tags}.test.ts";

/** What runs once more while every call of AWS is recorded: all but what starts an AWS of its own or counts its processes. */
const ALSO_RECORDED =
  "test/e2e/{states,duplicates,refusals,redrive,unique,tags,idempotency,secrets,bad-input,poison}.test.ts";

/** What runs once more on functions as SST builds them. */
const ALSO_DEPLOYED =
  "test/e2e/{states,duplicates,refusals,redrive,unique,tags,idempotency,crashes,poison,secrets}.test.ts";

const project = (name: string, include: string[], options: object) => ({
  extends: true as const,
  test: { name, include, ...options },
});

const config: ViteUserConfig = defineConfig({
  test: {
    environment: "node",
    retry: 0,
    passWithNoTests: true,
    reporters: ["./tools/plain-reporter.ts"],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-d.ts"],
      reporter: ["text-summary", "json-summary"],
    },
    projects: [
      project(
        "unit",
        ["packages/*/src/**/*.test.ts", "tools/**/*.test.ts", "examples/*/src/**/*.test.ts"],
        { ...quick, exclude: [...configDefaults.exclude, FUZZ_BESIDE] },
      ),
      project("types", [], {
        ...quick,
        typecheck: {
          enabled: true,
          only: true,
          include: ["packages/*/src/**/*.test-d.ts"],
          tsconfig: "./tsconfig.loose.json",
        },
      }),
      project("rooms", ["test/rooms/**/*.test.ts"], { ...quick, testTimeout: 60_000 }),
      project("integration", ["test/{client,commands,engine,hosts}/**/*.test.ts"], quick),
      project("fuzz", ["test/fuzz/**/*.test.ts", FUZZ_BESIDE], { ...quick, testTimeout: 90_000 }),
      project("conformance", ["test/conformance/**/*.test.ts"], quick),
      project("simulation", ["test/simulation/*.test.ts"], { ...quick, testTimeout: 300_000 }),
      project("corpus", ["test/simulation/corpus/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        testTimeout: 300_000,
        hookTimeout: 300_000,
      }),
      project("chaos", ["test/chaos/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        testTimeout: 420_000,
        hookTimeout: 60_000,
      }),
      project("e2e", ["test/{e2e,cli,bench}/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("docs", ["test/docs/**/*.test.ts"], {
        pool: "forks",
        maxWorkers: 2,
        exclude: [...configDefaults.exclude, "test/docs/out/**"],
        globalSetup: ["./test/docs/global-setup.ts"],
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
      project("container", ["test/container/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 300_000,
      }),
      // By group, so that what is judged was recorded before.
      project("recorded", [ALSO_RECORDED, "test/iam/recorded/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        sequence: { groupOrder: 1 },
        globalSetup: ["./test/iam/recorder/setup-recorded.ts"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("iam", ["test/iam/*.test.ts"], {
        ...quick,
        sequence: { groupOrder: 2 },
        globalSetup: ["./test/iam/recorder/setup-judged.ts"],
      }),
      {
        extends: true,
        resolve: {
          alias: [
            // One Pulumi for the program and for SST's components, else neither is heard of by the other.
            {
              find: /^@pulumi\/(.*)$/,
              replacement: `${import.meta.dirname}/.sst/platform/node_modules/@pulumi/$1`,
            },
          ],
        },
        test: {
          name: "infra",
          include: ["test/infra/**/*.test.ts"],
          pool: "forks",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      project("deployed", ["test/deployed/**/*.test.ts", ALSO_DEPLOYED], {
        pool: "forks",
        maxWorkers: 2,
        globalSetup: ["./test/deployed/global-setup.ts"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("package", ["test/package/**/*.test.ts"], {
        pool: "forks",
        maxWorkers: 2,
        globalSetup: ["./test/package/global-setup.ts"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("localstack", ["test/contract/**/*.test.ts", ON_LOCALSTACK_TOO], {
        pool: "forks",
        maxWorkers: 3,
        globalSetup: ["./test/contract/global-setup.ts"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
    ],
  },
});

export default config;
