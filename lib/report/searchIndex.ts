import MiniSearch from "minisearch";
import { type SearchEntry, searchOptions } from "../page/searchEntry";
import { pageOf } from "./chapter";
import type { Outlined } from "./contents";
import type { JudgedClaim } from "./ledger";
import type { ShownPicture } from "./shownPictures";

type Found = Omit<SearchEntry, "id" | "section">;

/** A script that gives a page the index of the whole report: headings with their prose, terms, claims, figures. */
export function searchIndex(chapters: readonly Outlined[]): string {
  const index = new MiniSearch<SearchEntry>(searchOptions);
  const found = chapters.flatMap((chapter) =>
    entriesOf(chapter).map((entry) => ({ ...entry, section: chapter.title })),
  );
  index.addAll(found.map((entry, id) => ({ ...entry, id })));
  return `lectureSearch(${JSON.stringify(index)});\n`;
}

function entriesOf({ name, outline, title, claims, pictures }: Outlined): Found[] {
  const page = pageOf(name);
  return [
    ...outline.map(
      ({ id, text, under, ...part }): Found => ({
        kind: under === "Glossary" ? "term" : "text",
        title: part.title || title,
        text,
        address: id ? `${page}#${id}` : page,
      }),
    ),
    ...claims.map((claim) => claimEntry(claim, page)),
    ...pictures.map((picture) => figureEntry(picture, { page, claims })),
  ];
}

const claimEntry = ({ claim, criterion, measured, anchor, ...verdict }: JudgedClaim, page: string): Found => ({
  ...{ kind: "claim", title: claim, text: `${criterion}. ${measured}`, address: `${page}#${anchor}` },
  outcome: (verdict.recorded ?? verdict).outcome,
});

function figureEntry(
  { id, alt, drawn, origin }: ShownPicture,
  { page, claims }: { readonly page: string; readonly claims: readonly JudgedClaim[] },
): Found {
  const { text } = (drawn?.layout.title ?? {}) as { readonly text?: string };
  const claim = claims.find((one) => origin?.claims.includes(one.id))?.claim;
  return {
    ...{ kind: "figure", title: plain(text ?? alt.split(/[:.;]\s/)[0]), text: plain(alt), address: `${page}#${id}` },
    ...(claim ? { claim } : {}),
  };
}

/** Without the tags of Plotly's texts. */
const plain = (text: string): string =>
  text
    .replace(/<br>/g, " ")
    .replace(/<[^<>]*>/g, "")
    .trim();
