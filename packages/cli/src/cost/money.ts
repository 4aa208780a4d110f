/** Dollars and cents with separators; what is under a cent with two digits that count. */
export function money(dollars: number): string {
  if (dollars > 0 && dollars < 0.01) return `$${trimmed(dollars)}`;
  return `$${dollars.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** A number with separators: whole where it is large, to two digits behind the point, or three that count. */
export function count(quantity: number): string {
  if (quantity < 1) return quantity.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  const digits = quantity >= 1000 ? 0 : 2;
  return quantity.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** Never in the form of `1e-7`. */
function trimmed(dollars: number): string {
  const digits = 1 - Math.floor(Math.log10(dollars));
  return dollars.toFixed(Math.min(digits, 20));
}
