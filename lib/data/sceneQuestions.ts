import { expectForms, forms } from "../core/argumentForms";
import { fork, type Key } from "../core/random";
import { type Asked, type QuestionType, questionTypes } from "./asked";
import type { Box } from "./box";
import { draws } from "./draws";
import { pointings } from "./scenePointing";
import { type Scene, sceneForm } from "./scenes";
import { tellings } from "./sceneTelling";

/**
 * What it takes to tell the right choice from the others.
 * - question: its words alone leave one choice (a banana is yellow).
 * - picture: the picture alone leaves one choice (only one of them is in it).
 * - both: neither leaves one alone, but only one choice passes each by itself: adding up two opinions is enough.
 * - interaction: more than one choice passes each by itself; only the question about *this* picture decides.
 */
export type Needs = "question" | "picture" | "both" | "interaction";

interface Asking {
  readonly type: QuestionType;
  /** In lower case and without punctuation. */
  readonly words: readonly string[];
  readonly text: string;
  /** Which of the four choices is right. */
  readonly answer: number;
  readonly needs: Needs;
}

/** Four answers in words. */
export interface TellingQuestion extends Asking {
  readonly form: "telling";
  readonly choices: readonly string[];
}

/** Four boxes. */
export interface PointingQuestion extends Asking {
  readonly form: "pointing";
  readonly choices: readonly Box[];
}

/** A question that is answered in words, or by pointing to a box. */
export type SceneQuestion = TellingQuestion | PointingQuestion;

/** How many questions about a scene are made, and of which types. */
export interface QuestionOptions {
  /** At most so many, of different types as far as there are. */
  readonly count?: number;
  /** Only of these types. */
  readonly types?: readonly QuestionType[];
}

/**
 * Multiple-choice questions about a scene whose answers follow from it, each with one right choice and three wrong ones.
 * @see Zhu et al. 2016, Visual7W, for the form
 */
export function sceneQuestions(scene: Scene, key: Key, options: QuestionOptions = {}): SceneQuestion[] {
  const type = forms.oneOf(questionTypes);
  expectForms("sceneQuestions", {
    scene: [sceneForm, scene],
    key: [forms.key, key],
    options: [forms.fields({}, { count: forms.count, types: forms.list(type) }), options],
  });
  const { count = 4, types = questionTypes } = options;
  const draw = draws(key);
  const all: Asked<string | Box>[] = [...tellings(scene), ...pointings(scene, draws(fork(key, "boxes")))];
  const order = draw.shuffled(all.filter(({ type }) => types.includes(type)));
  const seen = new Map<QuestionType, number>();
  const ranked = order.map((asked) => {
    const before = seen.get(asked.type) ?? 0;
    seen.set(asked.type, before + 1);
    return { asked, before };
  });
  // The first of each type before the second of any.
  const chosen = ranked.sort((a, b) => a.before - b.before).slice(0, count);
  return chosen.map(({ asked }) => pose(asked, draw.shuffled([asked.answer, ...wrong(asked, draw)])));
}

/** Three wrong choices, the plausible ones first. */
function wrong<C>({ answer, distractors }: Asked<C>, { shuffled }: ReturnType<typeof draws>): C[] {
  const tiers = distractors.flatMap((tier) => shuffled(tier));
  return [...new Set(tiers)].filter((choice) => choice !== answer).slice(0, 3);
}

function pose(asked: Asked<string | Box>, choices: readonly (string | Box)[]): SceneQuestion {
  const { type, text, answer } = asked;
  const shared = {
    type,
    text,
    words: text.split(" "),
    answer: choices.indexOf(answer),
    needs: needsOf(asked, choices),
  };
  return typeof answer === "string"
    ? { form: "telling", ...shared, choices: choices as string[] }
    : { form: "pointing", ...shared, choices: choices as Box[] };
}

function needsOf<C>({ allowed, supported }: Asked<C>, choices: readonly C[]): Needs {
  if (choices.filter(allowed).length === 1) return "question";
  if (choices.filter(supported).length === 1) return "picture";
  return choices.filter((choice) => allowed(choice) && supported(choice)).length === 1 ? "both" : "interaction";
}
