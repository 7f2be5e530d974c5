import type { Cell } from "../cells/cell";
import { cellOf } from "../cells/stackOf";
import { expectForm, forms } from "../core/argumentForms";
import { expect, LabError } from "../core/errors";
import { numbered, type Vocabulary } from "../data/vocabulary";
import { type CharLm, type CharLmSpec, charLm } from "./charLm";
import { parsedNote } from "./weightsIn";

/** A language model without its weights, and the characters that it knows. */
export interface BuiltModel {
  readonly model: CharLm;
  /** That the model reads with: what measures and clamps single units. */
  readonly cell: Cell;
  readonly vocabulary: Vocabulary;
}

/**
 * The language model that a file's notes tell of, built again.
 * @param file its name, for errors
 * @throws where the file was kept of another model, or without its vocabulary
 */
export function languageModelIn(file: string, notes: Readonly<Record<string, string>>): BuiltModel {
  const advice = "build it as it was, and read its weights by loadWeights(file, { model })";
  const wanted = (name: string, instead: string) => {
    expect(notes[name] !== undefined, () => `${file}: ${name} among the notes expected, got none; ${instead}`);
    return parsedNote(file, name, notes[name]);
  };
  const spec = wanted("model", `it was no charLm of the lab's cells: ${advice}`) as CharLmSpec;
  const characters = wanted("vocabulary", "saveWeights(file, { model, params, vocabulary }) keeps it") as string[];
  expectForm(`${file}: vocabulary`, forms.list(forms.text, 1), characters);
  const { model, cell } = rebuilt(file, spec);
  const V = new Set(characters).size;
  expect(
    V === model.vocabSize && V === characters.length,
    () => `${file}: vocabulary: ${model.vocabSize} different characters expected, got ${V} among ${characters.length}`,
  );
  return { model, cell, vocabulary: numbered(characters) };
}

/** Whatever a file says. */
function rebuilt(file: string, spec: CharLmSpec): { readonly model: CharLm; readonly cell: Cell } {
  try {
    expectForm("model", forms.fields({ charLm: forms.fields({}) }), spec);
    const cell = cellOf(spec.charLm);
    return { cell, model: charLm(cell, { dropout: spec.dropout }) };
  } catch (error) {
    if (error instanceof LabError) throw new LabError(`${file}: ${error.message}`);
    throw error;
  }
}
