import { expectForms, expectIterable, forms } from "../core/argumentForms";
import { expect } from "../core/errors";

/** A question and its true answer. */
export interface AskedQuestion {
  readonly id: number;
  readonly type: string;
  readonly answer: string;
}

export interface Share {
  readonly correct: number;
  readonly total: number;
  readonly accuracy: number;
}

/** What share of the questions were answered rightly, of all and by type. */
export interface AnswerAccuracy {
  readonly all: Share;
  readonly byType: Readonly<Record<string, Share>>;
  /** Questions that nothing was answered to; they do not count. */
  readonly unanswered: number;
}

const { list, text, whole } = forms;
const questionForm = forms.fields({ id: whole, type: text, answer: text });
const predictionForm = forms.fields({ id: whole, candidates: list(text) });

/**
 * Visual7W's accuracy: a question is answered where one of the first `topK` candidates is its answer, letter case aside.
 * @param questions those of the split that is judged
 * @throws where nothing is answered, one question twice, or one that is not asked
 * @see Zhu et al. 2016; visual7w-toolkit/evaluate.py
 */
export function answerAccuracy(
  questions: Iterable<AskedQuestion>,
  predictions: readonly { readonly id: number; readonly candidates: readonly string[] }[],
  options: { topK?: number } = {},
): AnswerAccuracy {
  const asked = Array.from(expectIterable("answerAccuracy: questions", questions));
  expectForms("answerAccuracy", {
    questions: [list(questionForm), asked],
    predictions: [list(predictionForm), predictions],
    options: [forms.fields({}, { topK: forms.size }), options],
  });
  const { topK = 1 } = options;
  const open = new Map(asked.map((question) => [question.id, question]));
  expect(predictions.length > 0, "answerAccuracy: answers expected, got none");
  const judged = predictions.map(({ id, candidates }) => {
    const question = open.get(id);
    expect(
      question !== undefined,
      `answerAccuracy: an answer to a question of the split, and one only, expected, got qa_id ${id}`,
    );
    open.delete(id);
    const right = question.answer.toLowerCase();
    return { type: question.type, correct: candidates.slice(0, topK).some((one) => one.toLowerCase() === right) };
  });
  const types = [...new Set(judged.map(({ type }) => type))].sort();
  return {
    all: share(judged),
    byType: Object.fromEntries(types.map((type) => [type, share(judged.filter((one) => one.type === type))])),
    unanswered: open.size,
  };
}

function share(judged: readonly { correct: boolean }[]): Share {
  const correct = judged.filter((one) => one.correct).length;
  return { correct, total: judged.length, accuracy: correct / judged.length };
}
