import Table from "cli-table3";
import type { Concordance } from "../demo/read-chapters.ts";

/** One line for each word of a concordance: how often, where most, and its middle place as an example. */
export function concordanceTable(concordance: Concordance): string {
  const table = new Table({
    head: ["word", "places", "chapters", "most in", "for example"],
    colAligns: ["left", "right", "right", "right", "left"],
    style: { head: [], border: [], compact: true },
  });
  for (const { word, count, chapters, densest, places } of concordance) {
    const most = densest === undefined ? "" : `${densest.chapter} (${densest.count})`;
    const place = places[Math.floor(places.length / 2)];
    const example =
      place === undefined
        ? ""
        : `${place.before.slice(-24).padStart(24)}[${place.match}]${place.after.slice(0, 24)}`;
    table.push([word, String(count), String(chapters), most, example]);
  }
  return table.toString();
}
