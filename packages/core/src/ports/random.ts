/** The only source of chance. */
export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** `length` random bytes, as lower-case hexadecimal of twice that length. Unguessable in production. */
  hex(length: number): string;
}
