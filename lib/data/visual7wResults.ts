import { expect } from "../core/errors";
import { writeWhole } from "../core/writeWhole";
import { type Fields, objects } from "./fields";
import { Records } from "./records";
import { readJson } from "./textFile";

/** What a model answers: one choice where it chooses, the likeliest answers first where it writes its own. */
export interface Prediction {
  /** The question's. */
  readonly id: number;
  readonly question: string;
  readonly candidates: readonly string[];
}

/**
 * Reads the results format of Visual7W's toolkit:
 *   [{ "qa_id": 7, "question": "Where is it?", "candidates": [{ "answer": "At home." }] }, …]
 * @throws where the file is missing, or more than a tenth of the entries are damaged or answer a question again; fewer are
 * named and left out
 */
export function visual7wResults(file: string): Prediction[] {
  const entries = readJson(file);
  expect(Array.isArray(entries), `${file}: a list of { qa_id, question, candidates } expected, got something else`);
  const seen = new Set<number>();
  const records = new Records(`entries of ${file}`);
  const read = (entry: Fields): Prediction => {
    const id = entry.integer("qa_id");
    entry.check(!seen.has(id), "qa_id", "one entry for a question");
    const candidates = entry.objects("candidates", "id").map((candidate) => candidate.string("answer"));
    entry.check(candidates.length > 0, "candidates", "at least one answer");
    seen.add(id);
    return { id, question: entry.string("question"), candidates };
  };
  const list = objects(entries, "qa_id", () => `${file}: entry`);
  const predictions = list.flatMap((entry) => records.use(() => read(entry)) ?? []);
  records.end();
  return predictions;
}

/** Writes the same format, whole or not at all. */
export function writeVisual7wResults(file: string, predictions: readonly Prediction[]): void {
  const entries = predictions.map(({ id, question, candidates }) => ({
    qa_id: id,
    question,
    candidates: candidates.map((answer) => ({ answer })),
  }));
  writeWhole(file, JSON.stringify(entries, null, 2));
}
