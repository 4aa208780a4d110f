/** A metric's or expression's value in one period; `undefined` where there is no datapoint. */
export type Value = number | undefined;
/** Values period by period, oldest first. */
export type Series = readonly Value[];

/** What CloudWatch's documents leave open about missing values. */
export interface MathReading {
  /** What a missing value and one that is there add up to: nothing, or the one that is there. */
  readonly missingAddend: "missing" | "zero";
  /** Whether `FILL` fills a series that has no value at all. */
  readonly fillsEmpty: boolean;
}

type Operator = (one: Value, other: Value) => Value;

const TOKEN = /\s*([A-Za-z]\w*|\d+(?:\.\d+)?|>=|<=|==|[-+*/<>(),])/y;

/**
 * What CloudWatch's metric math makes of series of the same length: operators, `IF` and `FILL` (CloudWatch user guide,
 * "Using math expressions with CloudWatch metrics").
 * @throws {Error} for anything else, a metric of another name too.
 */
export function metricMath(
  expression: string,
  reading: MathReading = { missingAddend: "missing", fillsEmpty: true },
): (metrics: Readonly<Record<string, Series>>) => Series {
  const tokens = tokensOf(expression);
  return (metrics) => new Evaluation(expression, tokens, metrics, reading).result();
}

class Evaluation {
  readonly #expression: string;
  readonly #tokens: readonly string[];
  readonly #metrics: Readonly<Record<string, Series>>;
  readonly #fillsEmpty: boolean;
  readonly #levels: readonly Readonly<Record<string, Operator>>[];
  readonly #length: number;
  #position = 0;

  constructor(
    expression: string,
    tokens: readonly string[],
    metrics: Readonly<Record<string, Series>>,
    reading: MathReading,
  ) {
    this.#expression = expression;
    this.#tokens = tokens;
    this.#metrics = metrics;
    this.#fillsEmpty = reading.fillsEmpty;
    this.#levels = operators(reading);
    this.#length = Math.max(0, ...Object.values(metrics).map((series) => series.length));
  }

  result(): Series {
    const series = this.#binary(0);
    if (this.#position !== this.#tokens.length) throw this.#fault("more was said");
    return series;
  }

  #binary(level: number): Series {
    const known = this.#levels[level];
    if (known === undefined) return this.#operand();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = known[this.#tokens[this.#position] ?? ""];
      if (operator === undefined) return left;
      this.#position += 1;
      const right = this.#binary(level + 1);
      left = left.map((value, index) => operator(value, right[index]));
    }
  }

  #operand(): Series {
    const token = this.#next();
    if (/^\d/.test(token)) return Array<Value>(this.#length).fill(Number(token));
    if (token === "(") return this.#closed(this.#binary(0));
    if (this.#tokens[this.#position] === "(") return this.#call(token);
    const series = this.#metrics[token];
    if (series === undefined) throw this.#fault(`no metric ${token}`);
    return series;
  }

  #call(name: string): Series {
    this.#expect("(");
    const first = this.#binary(0);
    this.#expect(",");
    if (name === "FILL" && this.#tokens[this.#position] === "REPEAT") {
      this.#position += 1;
      return this.#closed(repeated(first));
    }
    const second = this.#binary(0);
    if (name === "FILL") {
      const empty = first.every((value) => value === undefined);
      const filled = first.map((value, index) => value ?? second[index]);
      return this.#closed(empty && !this.#fillsEmpty ? first : filled);
    }
    if (name !== "IF") throw this.#fault(`no function ${name}`);
    this.#expect(",");
    const third = this.#binary(0);
    return this.#closed(
      first.map((value, index) =>
        value === undefined ? undefined : value === 0 ? third[index] : second[index],
      ),
    );
  }

  #closed(series: Series): Series {
    this.#expect(")");
    return series;
  }

  #next(): string {
    const token = this.#tokens[this.#position] ?? "";
    this.#position += 1;
    return token;
  }

  #expect(token: string): void {
    if (this.#next() !== token) throw this.#fault(`expected ${token}`);
  }

  #fault(what: string): Error {
    return new Error(`${this.#expression}: ${what}, at token ${this.#position}`);
  }
}

/** By how loosely they bind. What is computed from a missing value is missing. */
function operators({ missingAddend }: MathReading): Readonly<Record<string, Operator>>[] {
  const strict =
    (compute: (one: number, other: number) => number): Operator =>
    (one, other) =>
      one === undefined || other === undefined ? undefined : compute(one, other);
  const adding: Operator = (one, other) =>
    one === undefined || other === undefined
      ? missingAddend === "zero"
        ? (one ?? other)
        : undefined
      : one + other;
  return [
    { OR: strict((one, other) => Number(one !== 0 || other !== 0)) },
    { AND: strict((one, other) => Number(one !== 0 && other !== 0)) },
    {
      ">": strict((one, other) => Number(one > other)),
      ">=": strict((one, other) => Number(one >= other)),
      "<": strict((one, other) => Number(one < other)),
      "<=": strict((one, other) => Number(one <= other)),
      "==": strict((one, other) => Number(one === other)),
    },
    { "+": adding, "-": strict((one, other) => one - other) },
    {
      "*": strict((one, other) => one * other),
      "/": strict((one, other) => one / other),
    },
  ];
}

/** Each missing value as the one before it. */
function repeated(series: Series): Series {
  let last: Value;
  return series.map((value) => {
    last = value ?? last;
    return last;
  });
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
