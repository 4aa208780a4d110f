import { join } from "node:path";
import { runProgram } from "./run-program.ts";

const ASK_LIMIT_MS = 30_000;
const OLDEST = 17;

/**
 * Answers the folder of a JDK that can run DynamoDB Local.
 * @throws {Error} when there is none, or it is too old.
 */
export async function findJavaHome(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const given = environment["JAVA_HOME"];
  const java = given === undefined || given === "" ? "java" : join(given, "bin", "java");
  const ask = ["-XshowSettings:properties", "-version"];
  const settings = await runProgram(java, ask, ASK_LIMIT_MS).catch((cause: unknown) => {
    throw new Error(`${NEEDED}; ${java} did not answer`, { cause });
  });
  const home = /^\s*java\.home = (.+)$/m.exec(settings)?.[1] ?? "";
  const version = Number(/^\s*java\.specification\.version = (\d+)/m.exec(settings)?.[1]);
  if (version >= OLDEST) return home;
  throw new Error(`${NEEDED}; ${java} is version ${version}`);
}

const NEEDED = `DynamoDB Local, which LocalStack starts, needs a JDK of version ${OLDEST} or newer, with javac: install one (openjdk-17-jdk-headless), or name its folder in JAVA_HOME`;
