/** The bulk of the work, as the board names it. */
export const MEASURED = "chapters measured";
export const INDEXED = "chapters indexed";
export const THUMBNAILS = "thumbnails";
