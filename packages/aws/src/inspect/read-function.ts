import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
} from "@aws-sdk/client-lambda";
import type { DeployedFunction } from "@celeriac/core";
import type { Inspection } from "./inspection.ts";
import type { ReadFunction } from "./read-queue.ts";

/** Reads functions, each once: several queues may share one. */
export function createFunctionReader(inspection: Inspection): ReadFunction {
  const functions = new Map<string, Promise<DeployedFunction>>();
  return (functionArn) => {
    const known = functions.get(functionArn) ?? readFunction(inspection, functionArn);
    functions.set(functionArn, known);
    return known;
  };
}

async function readFunction(inspection: Inspection, arn: string): Promise<DeployedFunction> {
  const { lambda } = inspection.clients;
  const resource = `function ${arn}`;
  const FunctionName = unqualified(arn);
  const [settings, reservedConcurrency, recursiveLoop] = await Promise.all([
    inspection.read({ action: "lambda:GetFunctionConfiguration", resource }, async () => {
      const command = new GetFunctionConfigurationCommand({ FunctionName: arn });
      const { Timeout = 0, MemorySize = 0 } = await lambda.send(command);
      return { timeoutSeconds: Timeout, memoryMb: MemorySize };
    }),
    inspection.read({ action: "lambda:GetFunctionConcurrency", resource }, async () => {
      const command = new GetFunctionConcurrencyCommand({ FunctionName });
      return (await lambda.send(command)).ReservedConcurrentExecutions;
    }),
    inspection.read({ action: "lambda:GetFunctionRecursionConfig", resource }, async () => {
      const command = new GetFunctionRecursionConfigCommand({ FunctionName });
      return (await lambda.send(command)).RecursiveLoop ?? "";
    }),
  ]);
  return { settings, reservedConcurrency, recursiveLoop };
}

/** A function's ARN without its version or alias: what belongs to the function as a whole is asked for by it. */
function unqualified(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}
