import type { Moment } from "../view/moment";

/** The emoji that scenes are drawn from, beside a page. */
export const artworkScript = "artwork/emoji.js";

/** The scripts beside a page that bring what a moment needs. */
export const scriptsOf = ({ networks = [], artwork = false }: Pick<Moment, "networks" | "artwork">): string[] => [
  ...networks.map((name) => `networks/${name}.js`),
  ...(artwork ? [artworkScript] : []),
];
