import type { Options } from "minisearch";

/** What of the report a search can find. */
export interface SearchEntry {
  readonly id: number;
  readonly kind: "text" | "term" | "claim" | "figure";
  readonly title: string;
  readonly text: string;
  /** Of the lecture, with its number; for a figure also the claim that it shows. */
  readonly section: string;
  readonly address: string;
  /** What became of a claim. */
  readonly outcome?: "holds" | "fails" | "undecided";
  /** The sentence that a figure is about. */
  readonly claim?: string;
}

/** How the index is made when the report is written, and read in a page: both have to agree. */
export const searchOptions: Options<SearchEntry> = {
  fields: ["title", "text", "claim", "section"],
  storeFields: ["kind", "title", "text", "section", "address", "outcome", "claim"],
  searchOptions: {
    boost: { title: 4, claim: 2 },
    boostDocument: (_, __, stored) => (stored?.kind === "term" || stored?.kind === "claim" ? 1.5 : 1),
    prefix: (term) => term.length > 1,
    fuzzy: (term) => (term.length > 4 ? 0.25 : false), // one wrong letter, from six letters on two
    maxFuzzy: 2,
    combineWith: "AND",
  },
};

/** Beside the pages; a page loads it when somebody searches. */
export const searchFile = "search-index.js";
