import type { Item } from "./task-item.ts";

/** One write of one item, which happens whole or not at all. */
export type ConditionalWrite = InsertWrite | UpdateWrite | DeleteWrite;

/** Puts an item where none is. */
export interface InsertWrite {
  readonly kind: "insert";
  readonly key: Item;
  /** Key included. */
  readonly item: Item;
}

/** Changes an item that is there while every attribute in `expected` has that value. */
export interface UpdateWrite {
  readonly kind: "update";
  readonly key: Item;
  readonly set: Item;
  /** Numbers to add to. */
  readonly add: Item;
  readonly expected: Item;
}

/** Deletes an item while every attribute in `expected` has that value. */
export interface DeleteWrite {
  readonly kind: "delete";
  readonly key: Item;
  readonly expected: Item;
}

/** `item`: what stood in the way, when the store told. */
export type ConditionalAnswer =
  | { readonly written: true }
  | { readonly written: false; readonly item: Item | undefined };

/** Performs conditional writes. @throws {CeleriacError} when it is not known, or known not to have been tried. */
export type ConditionalWrites = (write: ConditionalWrite) => Promise<ConditionalAnswer>;
