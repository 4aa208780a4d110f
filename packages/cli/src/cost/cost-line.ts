import { PRICES, type PriceName } from "./prices.ts";

/** One line of a bill: a quantity at a price. */
export interface CostLine {
  readonly what: string;
  /** In the price's unit. */
  readonly quantity: number;
  readonly price: PriceName;
  readonly dollars: number;
}

/** A line for a quantity; none where nothing is used. */
export function costLines(what: string, quantity: number, price: PriceName): readonly CostLine[] {
  if (quantity === 0) return [];
  return [
    { what, quantity, price, dollars: (quantity / PRICES[price].per) * PRICES[price].dollars },
  ];
}

/** What the lines come to, in dollars. */
export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}
