import axe from "axe-core";

/** The script that judges a page's accessibility, to be evaluated in it. */
export const AXE_SOURCE: string = axe.source;
