import { mean } from "../../analysis/statistics";
import { expect } from "../../core/errors";
import { fork, type Key, seed } from "../../core/random";
import type { QuestionType } from "../../data/asked";
import { type Needs, type SceneQuestion, sceneQuestions } from "../../data/sceneQuestions";
import { type Scene, scene } from "../../data/scenes";

/** How many scenes there are, and what is asked of them. */
export interface AskedScenesConfig {
  readonly trainScenes: number;
  /** Each seed is tested on so many scenes of its own: the interval over seeds is also one over questions. */
  readonly testScenes: number;
  readonly questionsPerScene: number;
  readonly seeds: number;
}

/** A scene and where it belongs. */
export interface NamedScene {
  /** "train 17", "test 2 5": the sixth scene that seed 2 is tested on. */
  readonly id: string;
  readonly key: Key;
  readonly scene: Scene;
}

/** Those to learn from, then those that each seed is tested on. No test scene is learnt from, but all pairs of things are. */
export function* askedScenes({ trainScenes, testScenes, seeds }: AskedScenesConfig): Generator<NamedScene> {
  const named = (id: string): NamedScene => {
    // Test scenes are not those that the settings were chosen by.
    const key = fork(seed(id.startsWith("test") ? 34 : 33), id);
    return { id, key, scene: scene(fork(key, "scene")) };
  };
  for (let i = 0; i < trainScenes; i++) yield named(`train ${i}`);
  for (let s = 1; s <= seeds; s++) for (let i = 0; i < testScenes; i++) yield named(`test ${s} ${i}`);
}

export const isOfSeed = (id: string, n: number): boolean => id.startsWith(`test ${n} `);

/** What is asked of a scene: of different types as far as there are. */
export const askedOf = <F extends SceneQuestion["form"]>(
  { key, scene }: NamedScene,
  { count, types }: { readonly count: number; readonly types: readonly QuestionType[] },
): Extract<SceneQuestion, { form: F }>[] =>
  sceneQuestions(scene, fork(key, "questions"), { count, types }) as Extract<SceneQuestion, { form: F }>[];

/** One question without what only its form has: as much as a result is counted by. */
export interface Posed {
  /** The scene's. */
  readonly id: string;
  readonly type: QuestionType;
  readonly needs: Needs;
  readonly text: string;
  readonly answer: number;
}

/** Those to learn from, and those of all seeds' tests. */
export const split = <Q extends Pick<Posed, "id">>(questions: readonly Q[]): { train: Q[]; test: Q[] } => ({
  train: questions.filter(({ id }) => id.startsWith("train ")),
  test: questions.filter(({ id }) => !id.startsWith("train ")),
});

/** Share of right choices among the questions of each name; a name without questions is left out. */
export function accuracies<Q extends Posed>(
  questions: readonly Q[],
  chosen: readonly number[],
  namesOf: (question: Q) => readonly string[],
): Record<string, number> {
  const marks = new Map<string, number[]>();
  questions.forEach((question, i) => {
    const mark = chosen[i] === question.answer ? 1 : 0;
    for (const name of ["all", ...namesOf(question)]) {
      const all = marks.get(name) ?? [];
      all.push(mark);
      marks.set(name, all);
    }
  });
  return Object.fromEntries([...marks].map(([name, all]) => [name, mean(all)]));
}

/** How many questions of each name there are for one seed, on average. */
export function countsOf<Q extends Posed>(
  questions: readonly Q[],
  seeds: number,
  namesOf: (question: Q) => readonly string[],
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of questions.flatMap((question) => ["all", ...namesOf(question)])) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([name, count]) => [name, count / seeds]));
}

/** @throws where a seed is asked no question of one of these needs, so that nothing could be said about them */
export function expectNeeds(questions: readonly Posed[], seeds: number, needs: readonly Needs[]): void {
  for (let seed = 1; seed <= seeds; seed++) {
    const asked = questions.filter(({ id }) => isOfSeed(id, seed));
    for (const need of needs) {
      expect(
        asked.some((question) => question.needs === need),
        () => `testScenes: enough for a question that needs "${need}" expected, got ${asked.length} others`,
      );
    }
  }
}
