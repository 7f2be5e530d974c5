import { mobyDick } from "./text";

/** Letters in a row, in lower case and without anything between them, and where words begin. */
export interface RunTogether {
  /** 0 to 25: a to z. */
  readonly letters: Int32Array;
  /** 1 where a letter is the first of a word, else 0. */
  readonly begins: Int32Array;
}

export const letterCount = 26;

/** `callmeishmael` of "Call me Ishmael", and 1 at c, m and i. An apostrophe does not end a word; letters with accents lose them. */
export function runTogether(text: string): RunTogether {
  const words = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .match(/[a-z]+/g);
  const all = words ?? [];
  const letters = Int32Array.from(all.join(""), (letter) => letter.charCodeAt(0) - 97);
  const begins = new Int32Array(letters.length);
  let start = 0;
  for (const { length } of all) {
    begins[start] = 1;
    start += length;
  }
  return { letters, begins };
}

/** Moby Dick run together, its last tenth held out. */
export function mobyDickRunTogether(): { readonly train: RunTogether; readonly heldOut: RunTogether } {
  const { letters, begins } = runTogether(mobyDick());
  const cut = Math.round(letters.length * 0.9);
  return {
    train: { letters: letters.subarray(0, cut), begins: begins.subarray(0, cut) },
    heldOut: { letters: letters.subarray(cut), begins: begins.subarray(cut) },
  };
}
