import { readFileSync } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installOnce } from "./install-once.ts";
import { runProgram } from "./run-program.ts";

const INSTALL_LIMIT_MS = 240_000;
const COPY_DEPENDENCIES =
  "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
const LIBRARIES = "DynamoDBLocal_lib";
/** A line of a manifest has at most 72 bytes; those that follow begin with a space. */
const MANIFEST_LINE = 70;

const source = (name: string): string =>
  fileURLToPath(new URL(`./dynamodb-local/${name}`, import.meta.url));

/**
 * Lays DynamoDB Local out as LocalStack expects it, in a folder `2`: LocalStack itself would download it. Its licence
 * forbids to pass it on: it comes from Maven Central to each machine.
 *
 * - `DynamoDBLocal.jar`: starts it on the loopback address, and names the real jars
 * - `DynamoDBLocal_lib/`: the real jars and the sqlite library
 * - `ddb-local-loader-0.1.jar`: a Java agent that does nothing
 *
 * @throws {Error} when Maven or javac are missing, or Maven Central cannot be reached.
 */
export function installDynamoDbLocal(cache: string, javaHome: string): Promise<string> {
  const key = ["pom.xml", "Loopback.java"].map((name) => readFileSync(source(name), "utf8"));
  const fill = (folder: string): Promise<void> => layOut(join(folder, "2"), javaHome);
  return installOnce({ cache, name: "dynamodb-local", key, fill });
}

async function layOut(folder: string, javaHome: string): Promise<void> {
  const libraries = join(folder, LIBRARIES);
  await mkdir(libraries, { recursive: true });
  await runProgram(
    "mvn",
    [
      ...["-q", "-B", "-f", source("pom.xml"), COPY_DEPENDENCIES],
      ...["-DincludeScope=runtime", `-DoutputDirectory=${libraries}`],
    ],
    INSTALL_LIMIT_MS,
  );
  const agent = (await readdir(libraries)).find((name) => name.startsWith("byte-buddy-agent-"));
  if (agent === undefined) throw new Error("Maven brought no byte-buddy-agent");
  await rename(join(libraries, agent), join(folder, "ddb-local-loader-0.1.jar"));
  await runProgram(
    join(javaHome, "bin", "javac"),
    ["-d", folder, "-cp", join(libraries, "*"), source("Loopback.java")],
    INSTALL_LIMIT_MS,
  );
  await makeJar(folder, libraries, javaHome);
}

async function makeJar(folder: string, libraries: string, javaHome: string): Promise<void> {
  const jars = (await readdir(libraries)).filter((name) => name.endsWith(".jar")).sort();
  const classPath = `Class-Path:${jars.map((name) => ` ${LIBRARIES}/${name}`).join("")}`;
  const lines = [classPath.slice(0, MANIFEST_LINE)];
  for (let at = MANIFEST_LINE; at < classPath.length; at += MANIFEST_LINE - 1) {
    lines.push(` ${classPath.slice(at, at + MANIFEST_LINE - 1)}`);
  }
  const manifest = join(folder, "manifest.txt");
  await writeFile(manifest, `Main-Class: Loopback\n${lines.join("\n")}\n`);
  const made = ["--create", "--file", join(folder, "DynamoDBLocal.jar"), "--manifest", manifest];
  await runProgram(
    join(javaHome, "bin", "jar"),
    [...made, "-C", folder, "Loopback.class"],
    INSTALL_LIMIT_MS,
  );
}
