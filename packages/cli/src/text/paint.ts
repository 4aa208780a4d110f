import { styleText } from "node:util";
import type { CommandPorts } from "../command-ports.ts";

/** Colours a text where colours are shown, and leaves it alone elsewhere. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export function createPaint({ colors }: Pick<CommandPorts, "colors">): Paint {
  return colors
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
}
