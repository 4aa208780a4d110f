import ts from "typescript";

/** One option, as the source declares it. */
export interface Option {
  readonly name: string;
  readonly required: boolean;
  /** As it is written in the source, on one line, without `undefined`. */
  readonly type: string;
  /** What follows `@defaultValue`. */
  readonly defaultValue: string | undefined;
  /** Markdown, on one line. */
  readonly description: string;
  /** The groups of options that its type names. */
  readonly groups: readonly OptionGroup[];
}

/** An interface of options. */
export interface OptionGroup {
  readonly name: string;
  readonly type: ts.Type;
}

/** What other options' types may name, to be told in a table of its own. */
const GROUP_NAME = /(?:Options|Args|Thresholds|Choices|Source|Resources|Location|Endpoints)$/;

/** The options that a type has, in the order of the source, those that it inherits after its own. */
export function optionsOf(type: ts.Type, checker: ts.TypeChecker): readonly Option[] {
  return checker.getPropertiesOfType(type).map((property) => toOption(property, checker));
}

function toOption(property: ts.Symbol, checker: ts.TypeChecker): Option {
  const declaration = property.declarations?.find(ts.isPropertySignature);
  const tags = property.getJsDocTags(checker).filter(({ name }) => name === "defaultValue");
  const node = declaration?.type;
  return {
    name: property.name,
    required: (property.flags & ts.SymbolFlags.Optional) === 0,
    type: node === undefined ? "unknown" : typeText(node, checker),
    defaultValue: tags.length === 0 ? undefined : prose(tags.flatMap(({ text }) => text ?? [])),
    description: prose(property.getDocumentationComment(checker)),
    groups: node === undefined ? [] : groupsIn(node, checker),
  };
}

function groupsIn(node: ts.Node, checker: ts.TypeChecker): readonly OptionGroup[] {
  const found = new Map<string, OptionGroup>();
  const visit = (each: ts.Node): void => {
    if (ts.isTypeReferenceNode(each)) {
      const name = each.typeName.getText();
      const type = checker.getTypeAtLocation(each);
      const symbol = type.aliasSymbol ?? type.symbol;
      const isOurs = symbol?.declarations?.some(isInPackages) ?? false;
      if (GROUP_NAME.test(name) && isOurs) found.set(name, { name, type });
    }
    each.forEachChild(visit);
  };
  visit(node);
  return [...found.values()];
}

/** The source's own words, but for what only its author can read: parameters of types, and names of unions. */
function typeText(node: ts.TypeNode, checker: ts.TypeChecker): string {
  const declared = checker.getTypeAtLocation(node);
  if (declared.isTypeParameter()) return constraintOf(declared, checker);
  const type = checker.getNonNullableType(declared);
  return literalsOf(node, type, checker) ?? withoutParameters(node.getText());
}

/** A named union of texts, by its texts. */
function literalsOf(node: ts.Node, type: ts.Type, checker: ts.TypeChecker): string | undefined {
  if (!(ts.isTypeReferenceNode(node) && type.isUnion())) return undefined;
  if (!type.types.every((each) => each.isStringLiteral())) return undefined;
  return type.types.map((each) => checker.typeToString(each)).join(" | ");
}

function withoutParameters(written: string): string {
  return oneLine(written)
    .replace(/^\| /, "")
    .replace(/ ?\| undefined\b/, "")
    .replace(/<(?:ParsedOf|WireOf)<.*>$/, "");
}

function constraintOf(type: ts.TypeParameter, checker: ts.TypeChecker): string {
  const constraint = checker.getBaseConstraintOfType(type);
  if (constraint === undefined) return "unknown";
  return checker.typeToString(checker.getNonNullableType(constraint));
}

function isInPackages(declaration: ts.Declaration): boolean {
  return /\/packages\/[^/]+\/src\//.test(declaration.getSourceFile().fileName);
}

function prose(parts: readonly ts.SymbolDisplayPart[]): string {
  const text = ts.displayPartsToString([...parts]);
  return oneLine(text.replaceAll(/\{@link ([^}]+)\}/g, "`$1`"));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
