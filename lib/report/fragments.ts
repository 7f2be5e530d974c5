import { linkedPages } from "./bookPages";
import { drawFormulas } from "./maths";
import { type RenderOptions, render } from "./render";
import type { Source } from "./sources";

type Context = Pick<RenderOptions, "python" | "signal">;

/** Pieces of a notebook's Markdown as HTML, harmless as on its page; empty for one that cannot be turned. */
export async function fragments(texts: readonly string[], context: Context): Promise<string[]> {
  const rendered = await render(texts.map(asSource), { ...context, format: "html", code: "none" });
  return rendered.map(({ body }) => linkedPages(plain(body), []));
}

const asSource = (text: string): Source => ({
  section: { number: "", name: "", file: "" },
  file: "",
  notebook: {
    cells: [{ cell_type: "markdown", source: notAList(text), metadata: {} }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  },
  faults: [],
});

/** "1. Basis" as a title is no list. */
const notAList = (text: string): string => (text.includes("\n") ? text : text.replace(/^(\d+)([.)])(?=\s)/, "$1\\$2"));

/** Without its section, what links to a heading, and pictures that lie beside the notebook: slides are one file. */
const plain = (body: string): string =>
  body
    .replace(/^\s*<section class="words">([\s\S]*)<\/section>\s*$/, "$1")
    .replace(/<a class="anchor-link"[^>]*>[^<]*<\/a>/g, "")
    .replace(/<img(?![^>]*\ssrc="data:)[^>]*>/g, "")
    .replace(/(<h[1-6]) id="[^"]*"/g, "$1")
    .trim();

/** A paragraph's words without the paragraph, where they are one. */
export const inLine = (html: string): string => drawFormulas(html.replace(/^<p>((?:(?!<\/?p>)[\s\S])*)<\/p>$/, "$1"));

/** For the speaker's window, which has no style sheet of the slides'. */
export const asNotes = (html: string): string => drawFormulas(html, "mathml");
