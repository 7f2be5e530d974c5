import { type Key, uniforms } from "../core/random";
import type { StructureReader } from "./structure";

/** Where the grammar is, after a character: all that the next one depends on. */
export interface PlantedState {
  readonly phase: "indentation" | "start" | "word" | "end" | "break";
  readonly quoted: boolean;
  /** Round brackets that are open. */
  readonly depth: number;
  /** How many blocks the line lies in: it is indented by two spaces for each. */
  readonly level: number;
  /** Characters since the line began. */
  readonly column: number;
  /** Letters of the word under way. */
  readonly letters: number;
}

/** The shape of a planted text. */
export const planted = {
  letters: ["a", "b", "c", "d"],
  /** Every word has so many letters. */
  wordLength: 4,
  /** A line ends at the first word's end from this column on. */
  lineLength: 24,
  indentation: 2,
  deepest: 2,
} as const;

/** Every character that occurs, in code point order. */
export const plantedAlphabet = '\n "()abcd{}';

type Next = readonly (readonly [character: string, probability: number])[];

/**
 * A text with structure whose truth is known: the next character's probabilities follow from the state, and the state
 * from the characters before.
 *
 * - A **word** has four letters, each of the four as likely: what they are says nothing of what comes.
 * - Before a word a **quotation** may open, and may close after any of its words; or a **bracket**, up to two deep, but
 *   neither opens nor closes within a quotation.
 * - A **line** ends at the first end of a word from column 24 on; quotations and brackets go on in the next line.
 * - At its end, `{` puts the lines that follow into a block and `}` takes them out of it; each is **indented** by two spaces a block.
 */
export const plantedGrammar: StructureReader<PlantedState> & { next(state: PlantedState): Next } = {
  start: { phase: "start", quoted: false, depth: 0, level: 0, column: 0, letters: 0 },
  next(state) {
    const { phase, quoted, depth, level, column } = state;
    switch (phase) {
      case "indentation":
        return column < planted.indentation * level ? [[" ", 1]] : plantedGrammar.next({ ...state, phase: "start" });
      case "start": {
        const quote = quoted ? 0 : 0.1;
        const bracket = quoted || depth === planted.deepest ? 0 : 0.1;
        return choices([['"', quote], ["(", bracket], ...letters(1 - quote - bracket)]);
      }
      case "word":
        return letters(1);
      case "end": {
        const close = quoted || depth > 0 ? 0.35 : 0;
        const rest = column < planted.lineLength ? ([[" ", 1 - close]] as const) : lineEnd(level, 1 - close);
        return choices([[quoted ? '"' : ")", close], ...rest]);
      }
      case "break":
        return [["\n", 1]];
    }
  },
  read(state, character) {
    const { phase, quoted, depth, level, letters } = state;
    const on = { ...state, column: state.column + 1 };
    switch (character) {
      case "\n":
        return { ...state, phase: "indentation", column: 0, letters: 0 };
      case " ":
        return { ...on, phase: phase === "end" ? "start" : phase, letters: 0 };
      case '"':
        return { ...on, phase: quoted ? "end" : "start", quoted: !quoted, letters: 0 };
      case "(":
        return { ...on, phase: "start", depth: depth + 1, letters: 0 };
      case ")":
        return { ...on, phase: "end", depth: depth - 1, letters: 0 };
      case "{":
      case "}":
        return { ...on, phase: "break", level: level + (character === "{" ? 1 : -1), letters: 0 };
      default:
        return { ...on, phase: letters + 1 < planted.wordLength ? "word" : "end", letters: letters + 1 };
    }
  },
};

const letters = (probability: number): Next =>
  planted.letters.map((letter) => [letter, probability / planted.letters.length]);

const lineEnd = (level: number, probability: number): Next => {
  const [deeper, shallower] = [level < planted.deepest ? 0.2 : 0, level > 0 ? 0.2 : 0];
  return [
    ["\n", probability * (1 - deeper - shallower)],
    ["{", probability * deeper],
    ["}", probability * shallower],
  ];
};

const choices = (all: Next): Next => all.filter(([, probability]) => probability > 0);

export interface PlantedText {
  readonly text: string;
  /** The truth after each character. */
  readonly states: readonly PlantedState[];
  /** −log₂ of each character's probability: no model costs less on average. */
  readonly bits: readonly number[];
}

/** A text of the grammar, `length` characters of it. */
export function plantedText(key: Key, length: number): PlantedText {
  const next = uniforms(key);
  const [characters, states, bits]: [string[], PlantedState[], number[]] = [[], [], []];
  let state = plantedGrammar.start;
  for (let i = 0; i < length; i++) {
    const [character, probability] = draw(plantedGrammar.next(state), next());
    state = plantedGrammar.read(state, character);
    characters.push(character);
    states.push(state);
    bits.push(-Math.log2(probability));
  }
  return { text: characters.join(""), states, bits };
}

function draw(choices: Next, uniform: number): Next[number] {
  let below = 0;
  for (const choice of choices) {
    below += choice[1];
    if (uniform < below) return choice;
  }
  return choices[choices.length - 1];
}
