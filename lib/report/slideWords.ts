/** What a cell of words gives a slide; all of it Markdown still. */
export interface CellWords {
  /** Its last heading. */
  readonly heading?: string;
  /** The first paragraph below that heading. */
  readonly paragraph: string;
}

const heading = /^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$/;

/** What stands in fences is code, and a heading's sign in it is none. */
export function wordsOfCell(source: string): CellWords {
  const lines = source.replace(/^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1.*$|$(?![\s\S]))/gm, "").split("\n");
  const at = lines.findLastIndex((line) => heading.test(line));
  const paragraphs = lines
    .slice(at + 1)
    .join("\n")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim());
  return { heading: lines[at]?.match(heading)?.[1], paragraph: paragraphs.find(isSentence) ?? "" };
}

/** Not a formula, a table, a picture or a tag by itself. */
const isSentence = (paragraph: string): boolean => /^[^\s$|<!]/.test(paragraph) && !paragraph.startsWith("\\begin");

/** The first sentence of what a notebook opens with: its section's number stands in the title already. */
export function leadSentence(source: string): string {
  const { paragraph } = wordsOfCell(source);
  return firstSentence(paragraph.replace(/^[*_]Lecture sections? [^*_]*[*_]\s*/, ""));
}

/** A full stop ends a sentence where a new one begins; not in a formula, in code, or after an abbreviation. */
function firstSentence(text: string): string {
  const hidden = text.replace(/\$[^$]*\$|`[^`]*`/g, (inner) => "x".repeat(inner.length));
  for (const { index } of hidden.matchAll(/[.!?][)"”*_]*(?=\s+["“(*_$]*\p{Lu})/gu)) {
    const upTo = hidden.slice(0, index);
    if (!/\b(?:al|e\.g|i\.e|cf|vs|Fig|\p{Lu})$/u.test(upTo))
      return text.slice(0, index + (hidden.slice(index).match(/^[.!?][)"”*_]*/)?.[0].length ?? 1));
  }
  return text;
}
