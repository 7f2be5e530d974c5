import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { LabError } from "../../lib/core/errors";
import { gradientsOf } from "../../lib/core/gradients";
import { tf } from "../../lib/core/tf";
import { asNamed } from "../../lib/exercises/answered";
import { attentionExercise } from "../../lib/exercises/attentionExercise";
import { check, expectRight } from "../../lib/exercises/check";
import { clipExercise } from "../../lib/exercises/clipExercise";
import { differencesIn, tolerance } from "../../lib/exercises/differences";
import type { Exercise } from "../../lib/exercises/exercise";
import { gruExercise } from "../../lib/exercises/gruExercise";
import { lstmExercise } from "../../lib/exercises/lstmExercise";
import { sampleExercise } from "../../lib/exercises/sampleExercise";
import { truncatedExercise } from "../../lib/exercises/truncatedExercise";
import { vanillaExercise } from "../../lib/exercises/vanillaExercise";
import type { Checked } from "../../lib/index";
import { solutions } from "./solutions";

type Any = unknown[];
type Check = (mine: (...args: Any) => unknown) => Checked;

const exercises = {
  vanilla: vanillaExercise,
  lstm: lstmExercise,
  gru: gruExercise,
  attention: attentionExercise,
  truncatedGradient: truncatedExercise,
  clip: clipExercise,
  sample: sampleExercise,
} as unknown as Record<keyof typeof check, Exercise<Any>>;

test("every check has its exercise and its solution", () => {
  assert.deepEqual(Object.keys(check), Object.keys(exercises));
  assert.deepEqual(Object.keys(solutions), Object.keys(exercises));
});

for (const [name, exercise] of Object.entries(exercises) as [keyof typeof check, Exercise<Any>][]) {
  const ask = check[name] as unknown as Check;
  const { right, mistakes, gradientIn } = exercise;

  describe(`check.${name}`, () => {
    test("the lab's own answer and a student's are right, and leave no tensor behind", () => {
      for (const mine of [right, solutions[name].answer]) {
        ask(mine);
        const before = tf.memory().numTensors;
        const answer = ask(mine);
        assert.deepEqual([answer.right, answer.differences], [true, []], answer.says);
        expectRight(answer);
        assert.equal(tf.memory().numTensors, before);
      }
    });

    test("each of its mistakes is named, and has numbers", () => {
      assert.ok(mistakes.length >= 6);
      for (const { says, answer } of mistakes) {
        const told = ask(answer);
        assert.equal(told.says, says);
        assert.ok(!told.right && told.differences.length > 0);
        for (const { expected, got } of told.differences) assert.ok(Math.abs(expected - got) > tolerance);
        assert.throws(
          () => expectRight(told),
          (error) => error instanceof LabError && error.message.includes(says),
        );
      }
    });

    test("no two of them, and none and the right answer, have the same numbers", () => {
      tf.tidy(() => {
        const trials = exercise.trials();
        const answers = [{ says: "right", answer: right }, ...mistakes].map(({ says, answer }) => ({
          says,
          values: trials.map(({ args }) => asNamed(answer(...args))),
        }));
        for (const [i, one] of answers.entries()) {
          for (const other of answers.slice(0, i)) {
            const pairs = one.values.map((wanted, at) => ({ wanted, got: other.values[at] }));
            assert.ok(differencesIn(pairs, 100 * tolerance).length > 0, `${one.says} / ${other.says}`);
          }
        }
        const sentences = answers.map(({ says }) => says);
        assert.equal(new Set(sentences).size, sentences.length);
      });
    });

    test("another mistake is said to differ, and no known one is named", () => {
      const other = (...args: Any) => {
        const returned = right(...args);
        if (name === "sample") return (Number((returned as tf.Tensor).dataSync()[0]) + 2) % 6;
        return Object.fromEntries(Object.entries(asNamed(returned)).map(([key, value]) => [key, value.add(0.3)]));
      };
      const told = ask(other);
      assert.match(told.says, /from what the equation gives, and not by a mistake that is known here\./);
      assert.equal(told.differences.length, 3);
    });

    test("what is no answer is said in a sentence", () => {
      const trial = tf.tidy(() => Object.keys(asNamed(right(...exercise.trials()[0].args))));
      const [first] = trial;
      const without =
        (value: unknown) =>
        (...args: Any) =>
          name === "sample" ? value : { ...asNamed(right(...args)), [first]: value };
      const cases: readonly [(...args: Any) => unknown, RegExp][] = [
        [() => undefined, /^Your function returns nothing; it must return /],
        [async (...args) => right(...args), /^Your function returns a promise: leave out async and await/],
        [async () => Promise.reject(new Error("later")), /^Your function returns a promise/],
        [() => null, /^Your function must return .*, and returns null\.$/],
        [() => "h", /^Your function must return .*, and returns a string\.$/],
        [() => [1, 2], /^Your function must return .*, and returns a list of 2\.$/],
        [() => tf.ones([2, 3, 4]), /\[2, 3, 4\]\.$/],
        [
          () => {
            throw new Error("broken\n  at line 1");
          },
          /^There was an error in your function: “broken”\. It was given .*\[\d/,
        ],
        [(...args) => (args[99] as tf.Tensor).add(1), /^There was an error in your function: “.*undefined.*”/],
        [without(tf.tidy(() => tf.keep(tf.ones([2, 3, 4])))), / must be .*, and is a tensor \[2, 3, 4\]\.$/],
        [without(Number.NaN), name === "sample" ? /^token at .* is NaN: / : /must be a tensor .*, and is NaN\.$/],
      ];
      for (const [mine, expected] of cases) {
        const told = ask(mine);
        assert.match(told.says, expected);
        assert.ok(!told.right && !/\n| at .*:\d+:\d+/.test(told.says));
      }
      assert.throws(() => ask(5 as never), { message: `check.${name}: a function expected, got 5` });
    });

    if (name !== "sample") {
      test("tensors that are disposed, not numbers or missing are named", () => {
        const changed = (change: (values: Record<string, tf.Tensor>, first: string) => unknown) => {
          const told = ask((...args) => {
            const values = { ...asNamed(right(...args)) };
            const returned = change(values, Object.keys(values)[0]);
            return returned ?? values;
          });
          assert.ok(!told.right);
          return told.says;
        };
        assert.match(
          changed((values, first) => values[first].dispose()),
          /^\w+ is disposed already: return it from tf\.tidy/,
        );
        const notANumber = changed((values, first) => ({ ...values, [first]: values[first].mul(Number.NaN) }));
        assert.match(notANumber, /^\w+\[0.*\].* is NaN: /);
        assert.match(
          changed((values, first) => void delete values[first]),
          /^Your function must return .*: \w+ is missing; found: /,
        );
        const disposing = ask((...args) => {
          const returned = Object.fromEntries(
            Object.entries(asNamed(right(...args))).map(([key, value]) => [key, value.clone()]),
          );
          tf.dispose(args.filter((one) => typeof one !== "function") as tf.TensorContainer);
          return returned;
        });
        assert.match(disposing.says, /^Your function disposes a tensor that it was given/);
      });
    }

    if (gradientIn) {
      test("right values without a gradient, or with another, are named", () => {
        const constant = ask((...args) => {
          const values = Object.entries(asNamed(right(...args)));
          return Object.fromEntries(values.map(([key, value]) => [key, tf.tensor(value.arraySync())]));
        });
        assert.match(constant.says, /^The values are right, but no gradient reaches .* and .*: numbers were read out/);
        const half = ask((...args) => {
          const values = Object.entries(asNamed(right(...args)));
          return Object.fromEntries(
            values.map(([key, value]) => [key, value.mul(0.5).add(tf.tensor(value.arraySync()).mul(0.5))]),
          );
        });
        assert.match(half.says, /^The values are right, and the gradient in .* is not\.$/);
        assert.match(half.differences[0].place, /^gradient in \w+\[0, /);
      });
    }
  });
}

test("an error in a student's function is told with the shapes of its arguments", () => {
  const told = check.lstm(({ Wh }, { h }, x) => ({ h: x.matMul(Wh), c: h }));
  assert.match(
    told.says,
    / It was given params \{ Wx \[5, 16\], Wh \[4, 16\], b \[16\] \}, state \{ .* \}, x \[3, 5\]\.$/,
  );
});

test("a state from within a gradient, which is gone after it, is told as such", () => {
  const told = check.truncatedGradient((loss, params, windows, state) => {
    let now = state;
    for (const window of windows) {
      gradientsOf(() => {
        const after = loss(params, window, now);
        now = after.state;
        return after.loss;
      }, Object.values(params));
    }
  });
  assert.match(
    told.says,
    /is used after it was disposed: .*”\. gradientsOf is such a tf\.tidy\. It was given loss, params/,
  );
});

test("numbers that are drawn anew at each call are named", () => {
  assert.match(check.sample(() => Math.floor(6 * Math.random())).says, /^The same arguments gave other numbers/);
});

test("a loop that never ends is ended and named, and the next check works", () => {
  const told = check.lstm(({ Wx, Wh, b }, { h }, x) => {
    for (;;) tf.tidy(() => x.matMul(Wx).add(h.matMul(Wh)).add(b));
  });
  assert.equal(told.says, "Your function had not ended after 10 s: is there a loop that never ends?");
  assert.ok(check.lstm(solutions.lstm.answer as never).right);
});

test("a check says what it says as text, as a cell's value, and by show", () => {
  const told = check.vanilla(({ Wx, Wh, b }, { h }, x) => ({ h: x.matMul(Wx).add(h.matMul(Wh)).add(b) }));
  const text = inspect(told);
  assert.match(text, /^RNN: not yet\. The tanh is missing\.\n {2}place +expected +got\n {2}h\[0, 0\] +−?\d/);
  const bundle = (told as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
  assert.equal(bundle["text/plain"], text);
  assert.match(bundle["text/html"], /RNN: not yet.*The tanh is missing\..*<td[^>]*>h\[0, 0\]<\/td>/);
});
