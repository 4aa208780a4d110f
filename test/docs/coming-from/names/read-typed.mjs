/**
 * Prints, as JSON, every name that users of a package write, as its published types have them.
 *
 *     npm install --prefix peers typescript@6.0.3 bullmq@6.7.0 sqs-consumer@15.0.3 sqs-producer@8.0.4
 *     node read-typed.mjs peers bullmq > bullmq.json
 *     node read-typed.mjs peers sqs-consumer > sqs-consumer.json
 */
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** By peer, the packages, and by section of its page the exported classes and interfaces whose members are its names. */
const PEERS = {
  bullmq: {
    packages: ["bullmq"],
    sections: {
      queue: ["Queue"],
      "queue options": ["QueueOptions"],
      "queue events": ["QueueListener"],
      worker: ["Worker"],
      "worker options": ["WorkerOptions", "AdvancedOptions"],
      "worker events": ["WorkerListener"],
      job: ["Job"],
      "job options": ["JobsOptions"],
      backoff: ["BackoffOptions"],
      deduplication: ["DeduplicationOptions"],
      "kept jobs": ["KeepJobs"],
      repeat: ["RepeatOptions"],
      limiter: ["RateLimiterOptions"],
      QueueEvents: ["QueueEvents", "QueueEventsListener"],
      FlowProducer: ["FlowProducer", "FlowJob", "FlowOpts"],
      errors: [/^[A-Z].*Error$/],
    },
  },
  "sqs-consumer": {
    packages: ["sqs-consumer", "sqs-producer"],
    sections: {
      options: ["ConsumerOptions"],
      consumer: ["Consumer"],
      "stop options": ["StopOptions"],
      events: ["Events"],
      "producer options": ["ProducerOptions"],
      producer: ["Producer"],
      message: ["Message"],
    },
  },
};

const [, , folder = ".", peer = ""] = process.argv;
const require = createRequire(join(resolve(folder), "index.js"));
const ts = require("typescript");
const { packages, sections } = PEERS[peer];
const files = packages.map((name) => declarationOf(name));
const program = ts.createProgram(files, { module: ts.ModuleKind.NodeNext, skipLibCheck: true });
const checker = program.getTypeChecker();
const exported = files.flatMap((file) =>
  checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file))),
);
const names = Object.fromEntries(
  Object.entries(sections).map(([section, wanted]) => [section, sorted(wanted.flatMap(namesOf))]),
);
const versions = Object.fromEntries(packages.map((name) => [name, manifestOf(name).version]));
process.stdout.write(`${JSON.stringify({ versions, names }, undefined, 1)}\n`);

function manifestOf(name) {
  return require(join(resolve(folder), "node_modules", name, "package.json"));
}

function declarationOf(name) {
  const { types, exports } = manifestOf(name);
  const file = exports?.["."]?.import?.types ?? types;
  return join(resolve(folder), "node_modules", name, file);
}

/** A pattern stands for exports, a name for the members of one. */
function namesOf(wanted) {
  if (wanted instanceof RegExp) {
    return exported.map((symbol) => symbol.name).filter((name) => wanted.test(name));
  }
  const symbol = exported.find((each) => each.name === wanted);
  if (symbol === undefined) throw new Error(`${peer} exports no ${wanted}`);
  const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const type = checker.getDeclaredTypeOfSymbol(declared);
  const statics = declared.valueDeclaration
    ? checker.getTypeOfSymbolAtLocation(declared, declared.valueDeclaration).getProperties()
    : [];
  const members = (type.types ?? [type]).flatMap((each) => each.getProperties());
  return [...members, ...statics].filter(isPublic).map((member) => member.name);
}

function isPublic(member) {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !/^(_|prototype$)/.test(member.name) &&
    (member.declarations ?? []).every((each) => !(ts.getCombinedModifierFlags(each) & hidden)) &&
    (member.declarations ?? []).every((each) =>
      /node_modules\/(bullmq|sqs-)/.test(each.getSourceFile().fileName),
    )
  );
}

function sorted(list) {
  return [...new Set(list)].sort();
}
