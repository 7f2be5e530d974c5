/**
 * What a reader knows of a text's structure after each character. It reads from left to right and keeps a state, so
 * that nothing it says of character t can depend on what comes after t.
 */
export interface StructureReader<S> {
  readonly start: S;
  read(state: S, character: string): S;
}

/** The state after each character, having come in `from`. */
export function statesAlong<S>({ start, read }: StructureReader<S>, text: Iterable<string>, from: S = start): S[] {
  let state = from;
  return Array.from(text, (character) => {
    state = read(state, character);
    return state;
  });
}

/** A bracket that waits for its partner, how many characters were read up to it, and in which line it stands. */
export interface Open {
  readonly character: string;
  readonly at: number;
  readonly line: number;
}

export interface LinePlace {
  /** From 0. */
  readonly line: number;
  /** Characters since the line began. */
  readonly column: number;
  /** Spaces that the line begins with, so far. */
  readonly indentation: number;
}

export interface CodeState extends LinePlace {
  readonly read: number;
  readonly within: "code" | "line comment" | "block comment" | "string";
  /** How many characters were read up to where the comment or the string began. */
  readonly since: number;
  /** What ends the string. */
  readonly delimiter: string;
  readonly escaped: boolean;
  readonly previous: string;
  /** Brackets of the code, not of its comments and strings; the innermost is the last. */
  readonly open: readonly Open[];
  /** What the last character did to the brackets. */
  readonly closed: "nothing" | "wrong" | Open;
}

const partners: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const openers = Object.values(partners);

/**
 * TypeScript by its surface: comments, strings, brackets, lines. A string with " or ' ends with its line at the latest; the inside
 * of a template counts as string; a regular expression is read as code.
 */
export const codeReader: StructureReader<CodeState> = {
  start: {
    ...{ read: 0, within: "code", since: 0, delimiter: "", escaped: false, previous: "" },
    ...{ open: [], closed: "nothing", line: 0, column: 0, indentation: 0 },
  },
  read(state, character) {
    const mode = nextMode(state, character);
    // The character that ends a comment or a string is no bracket; the one that begins it is none either.
    const counts = state.within === "code" && mode.within === "code";
    const brackets = counts ? nextBrackets(state, character) : { open: state.open, closed: "nothing" as const };
    const read = state.read + 1;
    const since = mode.within === state.within ? state.since : read;
    return { read, previous: character, since, ...mode, ...brackets, ...nextPlace(state, character) };
  },
};

function nextPlace({ line, column, indentation }: LinePlace, character: string): LinePlace {
  if (character === "\n") return { line: line + 1, column: 0, indentation: 0 };
  return {
    line,
    column: column + 1,
    indentation: character === " " && column === indentation ? column + 1 : indentation,
  };
}

type Mode = Pick<CodeState, "within" | "delimiter" | "escaped">;
const code: Mode = { within: "code", delimiter: "", escaped: false };

function nextMode(state: CodeState, character: string): Mode {
  const { within, delimiter, escaped, previous } = state;
  switch (within) {
    case "code":
      if (previous === "/" && character === "/") return { ...code, within: "line comment" };
      if (previous === "/" && character === "*") return { ...code, within: "block comment" };
      return "\"'`".includes(character) ? { ...code, within: "string", delimiter: character } : code;
    case "line comment":
      return character === "\n" ? code : { ...code, within };
    case "block comment":
      return previous === "*" && character === "/" ? code : { ...code, within };
    case "string":
      if (character === "\n" && delimiter !== "`") return code;
      if (character === delimiter && !escaped) return code;
      return { within, delimiter, escaped: character === "\\" && !escaped };
  }
}

function nextBrackets({ open, read, line }: CodeState, character: string): Pick<CodeState, "open" | "closed"> {
  if (openers.includes(character)) return { open: [...open, { character, at: read + 1, line }], closed: "nothing" };
  const partner = partners[character];
  if (!partner) return { open, closed: "nothing" };
  const innermost = open.at(-1);
  if (innermost?.character === partner) return { open: open.slice(0, -1), closed: innermost };
  // One mistake is one mistake: what the bracket would have closed further out is closed.
  const outer = open.map((one) => one.character).lastIndexOf(partner);
  return { open: outer < 0 ? open : open.slice(0, outer), closed: "wrong" };
}

export interface ProseState {
  readonly read: number;
  readonly previous: string;
  /** How many characters were read up to the quotation mark that is open; 0 where none is. */
  readonly quotedAt: number;
  /** Letters of the word under way, none after it. */
  readonly letters: number;
  /** Characters since the sentence began. */
  readonly sentence: number;
}

/**
 * Prose by its surface: quotations in straight marks, words, sentences. A quotation ends with its paragraph: where speech goes on in the next,
 * books open it again.
 */
export const proseReader: StructureReader<ProseState> = {
  start: { read: 0, previous: "", quotedAt: 0, letters: 0, sentence: 0 },
  read({ read, previous, quotedAt, letters, sentence }, character) {
    const toggled = quotedAt > 0 ? 0 : read + 1;
    return {
      read: read + 1,
      previous: character,
      quotedAt: character === "\n" ? 0 : character === '"' ? toggled : quotedAt,
      letters: /\p{Letter}/u.test(character) ? letters + 1 : 0,
      sentence: character === "\n" || (character === " " && /[.!?]/.test(previous)) ? 0 : sentence + 1,
    };
  },
};
