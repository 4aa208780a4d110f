import type { Row, Widget } from "./widget.ts";

/** A widget at its place on the grid. */
export type PlacedWidget = Pick<Widget, "type"> & {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: object;
};

/** The grid is 24 columns wide. */
const GRID_WIDTH = 24;

/** Lays rows out from top to bottom, for a region. */
export function layOut(rows: readonly Row[], region: string): PlacedWidget[] {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    const width = GRID_WIDTH / widgets.length;
    const placed = widgets.map(({ type, properties }, index) => ({
      type,
      x: index * width,
      y,
      width,
      height,
      properties: type === "metric" ? { ...properties, region } : properties,
    }));
    y += height;
    return placed;
  });
}
