/** A metric's or expression's value in one period; `undefined` where there is no datapoint. */
export type Value = number | undefined;

type Values = Readonly<Record<string, Value>>;

const TOKEN = /\s*([A-Za-z]\w*|\d+(?:\.\d+)?|>=|<=|==|[-+*/<>(),])/y;

const OPERATORS: readonly Readonly<Record<string, (one: number, other: number) => number>>[] = [
  { OR: (one, other) => Number(one !== 0 || other !== 0) },
  { AND: (one, other) => Number(one !== 0 && other !== 0) },
  {
    ">": (one, other) => Number(one > other),
    ">=": (one, other) => Number(one >= other),
    "<": (one, other) => Number(one < other),
    "<=": (one, other) => Number(one <= other),
    "==": (one, other) => Number(one === other),
  },
  { "+": (one, other) => one + other, "-": (one, other) => one - other },
  { "*": (one, other) => one * other, "/": (one, other) => one / other },
];

/**
 * What CloudWatch's metric math makes of one period's values: operators, `IF` and `FILL` (CloudWatch user guide, "Using
 * math expressions with CloudWatch metrics"). What is computed from a missing value is missing.
 * @throws {Error} for anything else, a metric of another name too.
 */
export function metricMath(expression: string): (values: Values) => Value {
  const tokens = tokensOf(expression);
  return (values) => evaluate(expression, tokens, values);
}

function evaluate(expression: string, tokens: readonly string[], values: Values): Value {
  let position = 0;
  const next = (): string => tokens[position++] ?? "";
  const expect = (token: string): void => {
    if (next() !== token) throw new Error(`${expression}: expected ${token} at token ${position}`);
  };

  function binary(level: number): Value {
    const operators = OPERATORS[level];
    if (operators === undefined) return operand();
    let left = binary(level + 1);
    for (;;) {
      const operator = operators[tokens[position] ?? ""];
      if (operator === undefined) return left;
      position += 1;
      const right = binary(level + 1);
      left = left === undefined || right === undefined ? undefined : operator(left, right);
    }
  }

  function operand(): Value {
    const token = next();
    if (/^\d/.test(token)) return Number(token);
    if (token === "(") {
      const inner = binary(0);
      expect(")");
      return inner;
    }
    if (tokens[position] === "(") return call(token);
    if (!Object.hasOwn(values, token)) throw new Error(`${expression}: no metric ${token}`);
    return values[token];
  }

  function call(name: string): Value {
    expect("(");
    const given = [binary(0)];
    while (tokens[position] === ",") {
      position += 1;
      given.push(binary(0));
    }
    expect(")");
    const [first, second, third] = given;
    if (name === "FILL" && given.length === 2) return first ?? second;
    if (name !== "IF" || given.length !== 3) throw new Error(`${expression}: no function ${name}`);
    if (first === undefined) return undefined;
    return first === 0 ? third : second;
  }

  const result = binary(0);
  if (position !== tokens.length) throw new Error(`${expression}: stops at token ${position}`);
  return result;
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(expression);
    if (match?.[1] === undefined) throw new Error(`${expression}: no token at ${at}`);
    tokens.push(match[1]);
  }
  return tokens;
}
