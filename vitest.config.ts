import { configDefaults, defineConfig, type ViteUserConfig } from "vitest/config";

/** Tests inject clock and ids and keep no module state, so isolation (ten times the time) is off. */
const quick = { pool: "threads", isolate: false } as const;

/** Fuzz tests of what a room does not export lie beside it. */
const FUZZ_BESIDE = "packages/*/src/**/*.fuzz.test.ts";

/** What runs on the embedded AWS, and once more on LocalStack. */
const ON_LOCALSTACK_TOO = "test/e2e/{states,duplicates,refusals,redrive,unique,tags}.test.ts";

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
      project("integration", ["test/{client,engine,hosts}/**/*.test.ts"], quick),
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
      project("e2e", ["test/e2e/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("container", ["test/container/**/*.test.ts"], {
        pool: "forks",
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 120_000,
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
