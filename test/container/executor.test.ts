import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildImage, type Image } from "./executor/build-image.ts";
import { startContainer } from "./executor/container.ts";
import { openWorkshop, type Workshop } from "./fixture/workshop.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop?.stop());

/** Executes a Dockerfile of these lines, in a context of these files. */
async function build(
  lines: readonly string[],
  files: Readonly<Record<string, string>> = {},
  options: {
    readonly args?: Record<string, string>;
    readonly secrets?: Record<string, string>;
  } = {},
): Promise<Image> {
  const { keeper } = workshop;
  const [context, folder] = await Promise.all([keeper.folder(), keeper.folder()]);
  const all = { ...files, Dockerfile: `${lines.join("\n")}\n` };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), text);
  }
  const cache = join(folder, "cache");
  mkdirSync(cache);
  const dockerfile = join(context, "Dockerfile");
  return buildImage({ dockerfile, context, folder, cache, keeper, ...options });
}

const FROM = "FROM node:24-slim";
const read = (image: Image, path: string): string => readFileSync(join(image.root, path), "utf8");

describe("what the executor does not know is an error that names the line", () => {
  it.each<[line: string, says: string]>([
    ["VOLUME /data", "the instruction VOLUME"],
    ["ADD a b", "the instruction ADD"],
    ["RUN --network=none true", "the flag --network"],
    ["RUN --mount=type=tmpfs,target=/x true", "--mount of type tmpfs"],
    ["RUN --mount=type=bind,from=a,target=/x true", "--mount with from"],
    ['RUN ["true"]', "RUN in exec form"],
    ["RUN <<EOF\ntrue\nEOF", "a heredoc"],
    ["COPY --chown=node a b", "the flag --chown"],
    ["COPY *.json ./", "COPY of *.json"],
    ["CMD node worker.mjs", "a command in shell form"],
    ["ENV a='$b'", "a value with '"],
    ["HEALTHCHECK NONE", "HEALTHCHECK without CMD"],
  ])("%s", async (line, says) => {
    await expect(build([FROM, line])).rejects.toThrow(`line 2: ${says}`);
  });

  it.each<[lines: readonly string[], says: string]>([
    [["FROM alpine:3"], "Dockerfile:1: the image alpine:3 is not known to the executor"],
    [[FROM, "USER nobody"], "Dockerfile:2: the image has no user nobody"],
    [[FROM, "ENV a=$-"], "Dockerfile:2: $ in $- is not known"],
    [[FROM, "COPY --from=build a b"], "Dockerfile:2: there is no earlier stage build"],
    [[FROM, "COPY nowhere b"], "Dockerfile:2: ENOENT"],
    [["WORKDIR /app"], "Dockerfile:1: workdir before the first FROM"],
    [[FROM, "RUN echo hello; exit 3"], "Dockerfile:2: RUN echo hello; exit 3 ended with 3:\nhello"],
    [[FROM, "RUN curl --version"], "curl: not found"],
  ])("%j", async (lines, says) => {
    await expect(build(lines)).rejects.toThrow(says);
  });
});

describe("the executor does as Docker does", () => {
  it("copies what the ignore file lets through, as root's", async () => {
    const files = { "a/b.txt": "b", "a/secret.env": "s", "node_modules/x/index.js": "x" };
    const ignore = {
      "Dockerfile.dockerignore": "**/node_modules\n**/*.env\n",
      ".dockerignore": "a",
    };
    const image = await build([FROM, "WORKDIR /app", "COPY . ."], { ...files, ...ignore });
    expect(read(image, "app/a/b.txt")).toBe("b");
    expect(existsSync(join(image.root, "app/a/secret.env"))).toBe(false);
    expect(existsSync(join(image.root, "app/node_modules"))).toBe(false);
    expect(statSync(join(image.root, "app/a/b.txt")).uid).toBe(0);
  });

  it("runs in the stage's own root and folder, as its user, with arguments and variables", async () => {
    const dockerfile = `ARG GLOBAL=g
      ARG NODE_IMAGE=node:24-slim
      FROM \${NODE_IMAGE} AS one
      ARG GLOBAL
      ARG GIVEN=no
      ENV FROM_ARG=\${GIVEN}-$GLOBAL EMPTY=\${NONE:-x}
      WORKDIR /w
      WORKDIR deeper
      RUN chmod 777 .
      USER node
      RUN echo "$(pwd) $(id -u) $HOME $GIVEN $GLOBAL $FROM_ARG $EMPTY" > out
      FROM one AS two
      RUN echo "[$GIVEN] $FROM_ARG" > next
      FROM node:24-slim
      COPY --from=two /w/deeper/out /w/deeper/next /copied/`;
    const image = await build(dockerfile.split("\n"), {}, { args: { GIVEN: "yes" } });
    expect(read(image, "copied/out")).toBe("/w/deeper 1000 /home/node yes g yes-g x\n");
    expect(read(image, "copied/next")).toBe("[] yes-g\n");
    expect(existsSync(join(image.root, "w"))).toBe(false);
  });

  it("lets a user write only where it may", async () => {
    const image = await build([
      FROM,
      "WORKDIR /app",
      "USER 1000:1000",
      "RUN ! touch /app/a && touch /tmp/a",
    ]);
    expect(existsSync(join(image.root, "tmp/a"))).toBe(true);
  });

  it("leaves nothing of a mount behind", async () => {
    const run = "cat /run/secrets/word > /got; cat /src/a >> /got; echo kept > /cache/c";
    const mounts =
      "--mount=type=secret,id=WORD,target=/run/secrets/word --mount=type=secret,id=NONE,target=/none " +
      "--mount=type=bind,target=/src --mount=type=cache,target=/cache";
    const image = await build(
      [FROM, `RUN ${mounts} ${run}`],
      { a: "context" },
      { secrets: { WORD: "s-" } },
    );
    expect(read(image, "got")).toBe("s-context");
    for (const path of ["run/secrets/word", "none", "src", "cache"]) {
      expect([path, existsSync(join(image.root, path))]).toEqual([path, false]);
    }
  });
});

describe("a container", () => {
  it("is started by its entrypoint, or the base image's, which takes what is no program for Node's", async () => {
    const run = async (...lines: readonly string[]): Promise<readonly string[]> => {
      const image = await build([FROM, ...lines]);
      const container = startContainer({ image, environment: {}, keeper: workshop.keeper });
      await container.exited;
      return container.lines;
    };
    expect(await run('CMD ["-p", "1 + 1"]')).toEqual(["2"]);
    expect(await run('CMD ["echo", "a"]', 'ENTRYPOINT ["echo", "b"]')).toEqual(["b"]);
    expect(await run('ENTRYPOINT ["echo", "b"]', 'CMD ["c"]')).toEqual(["b c"]);
  });

  const program =
    "process.on('SIGINT',()=>process.exit(5));setInterval(()=>{},1e6);" +
    "console.log(process.pid,process.getuid(),process.cwd(),process.env.A,process.env.B)";

  it("runs the image's command as process 1, hears its stop signal, and takes others along", async () => {
    const image = await build([
      ...[FROM, "WORKDIR /app", "USER node", "ENV A=image B=image", "STOPSIGNAL SIGINT"],
      `CMD ${JSON.stringify(["node", "-e", program])}`,
    ]);
    const container = startContainer({ image, environment: { B: "b" }, keeper: workshop.keeper });
    expect(await container.line((line) => line !== "")).toBe("1 1000 /app image b");
    const beside = ["node", "-e", "process.exit(process.getuid()/500+Number(process.env.C))"];
    expect(await container.exec(beside, { C: "7" })).toBe(9);
    container.stop();
    expect(await container.exited).toEqual({ code: 5, signal: null });
  });
});
