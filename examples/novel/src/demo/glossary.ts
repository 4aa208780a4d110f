import type { Glossary } from "../text/glossary.ts";

/** Words of the whalers' trade that landsmen look up. */
export const WHALING_GLOSSARY: Glossary = {
  ambergris: "a waxy matter from the sperm whale's bowels, dear to perfumers",
  baleen: "the horny plates in the mouth of a right whale",
  blubber: "the fat under a whale's skin, boiled down for oil",
  cetology: "the science of whales",
  flukes: "the two halves of a whale's tail",
  forecastle: "the sailors' quarters, in the bows",
  gam: "a meeting of whale-ships at sea",
  grampus: "a small toothed whale",
  harpoon: "a barbed spear on a line",
  leviathan: "a sea monster of the Bible; a whale",
  narwhale: "an arctic whale with one long tusk",
  quadrant: "an instrument that takes the sun's height",
  spermaceti: "the wax in a sperm whale's head, for candles",
  spout: "a whale's breath",
  tun: "a measure of 252 gallons",
};
