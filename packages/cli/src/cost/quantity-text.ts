import { count } from "./money.ts";
import { PRICES, type PriceName } from "./prices.ts";

/** A quantity with the unit of its price. */
export function quantityText(quantity: number, price: PriceName): string {
  const { unit } = PRICES[price];
  return `${count(quantity)} ${quantity === 1 ? unit.replace(/s\b/, "") : unit}`;
}
