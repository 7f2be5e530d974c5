/** A sentence of a cell's Markdown: a code span or a formula is one word of it, a link is its words. */
export interface Sentence {
  readonly text: string;
  readonly words: number;
}

/** What stands for a code span or a formula. */
const formula = "‖";
const fence = /^ {0,3}(`{3,}|~{3,})[\s\S]*?^ {0,3}\1.*$/gm;

/** Without listings, and with one sign in the place of each code span and formula. */
const withoutCode = (markdown: string): string =>
  markdown
    .replace(fence, "\n\n")
    .replace(/`[^`\n]+`/g, formula)
    .replace(/\$\$[\s\S]*?\$\$/g, formula)
    .replace(/\$[^$]+\$/g, formula);

const link = /!?\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]*)\)/g;
const withoutLinks = (text: string): string => text.replace(link, "$1").replace(/<[^>]+>/g, " ");

/** Of paragraphs, list items, cells of tables and headings; a heading's sign is not part of it. */
export function sentencesOf(markdown: string): Sentence[] {
  return blocksOf(withoutLinks(withoutCode(markdown)))
    .flatMap((block) => block.split(end))
    .map((text) => ({ text: text.trim(), words: wordsIn(text) }))
    .filter(({ words }) => words > 0);
}

/** A stop ends a sentence where a new one begins, but not after an abbreviation. */
const end = /(?<!\b(?:al|e\.g|i\.e|cf|vs|Fig|Oct)\.)(?<=[.!?]["”’*_)]*)\s+(?=["“‘*_([]*[\p{Lu}\d‖])/u;

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}‖]/u.test(word)).length;

function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    const words = line.replace(/^\s*(?:#{1,6}|[-*+]|\d+\.|>)\s+/, "");
    if (line.startsWith("|")) blocks.push(...line.split("|"));
    else if (open && words === line && words.trim()) blocks[blocks.length - 1] += ` ${words.trim()}`;
    else blocks.push(words);
    open = line.trim() !== "" && !/^(?:\||#)/.test(line);
  }
  return blocks;
}

/** A term of the glossary: how it is written, and the anchor of its heading. */
export interface Term {
  readonly anchor: string;
  readonly pattern: RegExp;
}

/** Whether a text explains a term where it uses it first; undefined where it does not use it. */
export function isExplained(markdown: string, { anchor, pattern }: Term): boolean | undefined {
  const prose = withoutCode(markdown)
    .replace(/^#.*$/gm, "")
    .replace(link, (_, words: string, target: string) => (target.endsWith(`#${anchor}`) ? `⟦${words}⟧` : words));
  const linked = prose.indexOf("⟦");
  const { index, 0: word } = pattern.exec(prose) ?? { index: Number.POSITIVE_INFINITY, 0: "" };
  if (linked >= 0 && linked <= index) return true;
  if (!word) return undefined;
  // *hidden state*: what stands in italics by itself is being explained.
  return /(?<!\*)\*$/.test(prose.slice(0, index)) && /^\*(?!\*)/.test(prose.slice(index + word.length));
}

/** Works that are cited by name and year without leading anywhere. */
export function bareCitations(markdown: string): string[] {
  const prose = withoutCode(markdown).replace(link, (_whole, words: string, target: string) =>
    /^https?:/.test(target) ? formula : words,
  );
  return [...prose.replace(/\s+/g, " ").matchAll(citation)].map(([found]) => found);
}

const name = String.raw`\p{Lu}[\p{L}’'-]+`;
const citation = new RegExp(
  String.raw`${name}(?:, ${name})*(?:,? (?:&|and) ${name}| et al\.)?,? \(?(?:19[4-9]|20[0-3])\d\b`,
  "gu",
);
