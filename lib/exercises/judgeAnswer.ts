import { LabError } from "../core/errors";
import { gradientsOf } from "../core/gradients";
import { fork, normal, seed } from "../core/random";
import { scoped } from "../core/scoped";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { type Checked, type Difference, displayed } from "../view/checked";
import { answerOf, asNamed } from "./answered";
import { type Compared, differencesIn, listed } from "./differences";
import type { Exercise, TriedOn } from "./exercise";

/** As many numbers that differ as one looks at. */
const shown = 3;

/**
 * Compares a student's function with the lab's: the form of what it returns, then its values, then its gradients. Where the
 * values are those of a known mistake, that is what is said.
 */
export function judgeAnswer<A extends readonly unknown[]>(
  exercise: Exercise<A>,
  mine: (...args: A) => unknown,
): Checked {
  const said = scoped(() => {
    try {
      return judged(exercise, mine);
    } catch (error) {
      if (!(error instanceof LabError) || "code" in error) throw error;
      return wrong(error.message);
    }
  });
  return displayed({ exercise: exercise.name, ...said });
}

type Said = Omit<Checked, "exercise">;

const wrong = (says: string, differences: readonly Difference[] = []): Said => ({
  ...{ right: false, says, differences: differences.slice(0, shown) },
});

/** What a function answers on each of the trials. */
type Answers = readonly Compared[];

function judged<A extends readonly unknown[]>(exercise: Exercise<A>, mine: (...args: A) => unknown): Said {
  const trials = exercise.trials();
  const answersOf = (answer: (args: A, like: NamedTensors) => NamedTensors): Answers =>
    trials.map(({ args, given }) => {
      const wanted = asNamed(exercise.right(...args));
      return { wanted, got: answer(args, wanted), given };
    });
  const ask = () => answersOf((args, like) => answerOf(exercise, mine, { args, like }));
  const answers = ask();
  const differences = differencesIn(answers);
  if (differences.length === 0)
    return exercise.gradientIn ? judgedGradient(exercise, mine, trials[0]) : right("values");
  const strange = differences.find(({ got }) => !Number.isFinite(got));
  if (strange)
    return wrong(
      `${strange.place} is ${strange.got}: is something divided by zero, or too large for exp?`,
      differences,
    );
  const mistake = exercise.mistakes.find(({ answer }) => {
    const theirs = answersOf((args) => asNamed(answer(...args)));
    return differencesIn(answers.map(({ got }, i) => ({ wanted: theirs[i].got, got }))).length === 0;
  });
  if (mistake) return wrong(mistake.says, differences);
  const again = ask().map(({ got }, i) => ({ wanted: answers[i].got, got }));
  if (differencesIn(again).length > 0) {
    return wrong(
      "The same arguments gave other numbers the second time: all that is random must come from them.",
      differences,
    );
  }
  return wrong(unknown(answers, differences), differences);
}

const right = (what: string): Said => ({
  right: true,
  says: `All ${what} are those of the equation.`,
  differences: [],
});

/** Honest where no known mistake fits. */
function unknown(answers: Answers, differences: readonly Difference[]): string {
  const names = Object.keys(answers[0].wanted);
  const differing = names.filter((name) => differences.some(({ place }) => place.match(/^[^[ ]+/)?.[0] === name));
  const others = names.filter((name) => !differing.includes(name));
  const good = others.length > 0 ? ` ${listed(others)} ${others.length > 1 ? "are" : "is"} right.` : "";
  const verb = differing.length > 1 ? "differ" : "differs";
  return `${listed(differing)} ${verb} from what the equation gives, and not by a mistake that is known here.${good}`;
}

/** Of every number that is answered, each with a weight of its own. */
function judgedGradient<A extends readonly unknown[]>(
  exercise: Exercise<A>,
  mine: (...args: A) => unknown,
  { args }: TriedOn<A>,
): Said {
  const inputs = exercise.gradientIn!(...args);
  const like = asNamed(exercise.right(...args));
  const gradientOf = (answer: () => NamedTensors): NamedTensors => {
    const loss = () => {
      const values = answer();
      const sums = Object.entries(like).map(([name, { shape }]) =>
        values[name]
          .reshape(shape)
          .mul(normal(fork(seed(3), name), shape as [number]))
          .sum(),
      );
      return tf.addN(sums) as tf.Scalar;
    };
    const { grads } = gradientsOf(loss, Object.values(inputs));
    return Object.fromEntries(Object.keys(inputs).map((name, i) => [name, grads[i]]));
  };
  const wanted = gradientOf(() => asNamed(exercise.right(...args)));
  const got = gradientsWithin(() => gradientOf(() => answerOf(exercise, mine, { args, like })));
  const differences = differencesIn([{ wanted, got }]).map(({ place, ...rest }) => ({
    ...rest,
    place: `gradient in ${place}`,
  }));
  if (differences.length === 0) return right("values and gradients");
  const names = Object.keys(wanted).filter(
    (name) => differencesIn([{ wanted: { [name]: wanted[name] }, got }]).length > 0,
  );
  const cut = names.filter((name) => got[name].abs().max().dataSync()[0] === 0);
  if (cut.length === 0) return wrong(`The values are right, and the gradient in ${listed(names)} is not.`, differences);
  return wrong(
    `The values are right, but no gradient reaches ${listed(cut)}: numbers were read out on the way (dataSync, arraySync), ` +
      "or a tensor was made of numbers. Use operations on tensors only.",
    differences,
  );
}

/** @throws LabError where an operation of the student's has no gradient */
function gradientsWithin(run: () => NamedTensors): NamedTensors {
  try {
    return run();
  } catch (error) {
    if (error instanceof LabError || !(error instanceof Error) || "code" in error) throw error;
    throw new LabError(`The values are right, and there is no gradient: “${error.message.split("\n")[0]}”`);
  }
}
