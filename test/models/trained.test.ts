import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { seed } from "../../lib/core/random";
import { scoped } from "../../lib/core/scoped";
import { tf } from "../../lib/core/tf";
import { dateFormats, iso } from "../../lib/data/dates";
import { digits } from "../../lib/data/digits";
import { renderScenes } from "../../lib/data/sceneRender";
import { scenes } from "../../lib/data/scenes";
import { sprites } from "../../lib/data/sprites";
import { expectedCharacters } from "../../lib/models/expectedCharacters";
import { answerQuestion } from "../../lib/models/shipped/shippedAnswerer";
import { describePicture } from "../../lib/models/shipped/shippedCaptioner";
import { translateDate } from "../../lib/models/shipped/shippedDates";
import { trained } from "../../lib/models/trained";
import { assertClose } from "../close";

const refuses = (call: () => unknown, message: RegExp) =>
  assert.throws(call, (error) => error instanceof LabError && message.test(error.message));
const near = (got: number, wanted: number, tolerance: number) =>
  assert.ok(Math.abs(got - wanted) <= tolerance, `${got} instead of ${wanted}`);
const sums = (alpha: readonly number[]) => alpha.reduce((sum, p) => sum + p, 0);

describe("2.1: what a network expected along a text", () => {
  const network = trained("2.1-lstm");

  test("of each character its probability, by reading character after character; and the likeliest, in their order", () => {
    const text = "Call me Ishmael.";
    const before = tf.memory().numTensors;
    const found = expectedCharacters(network, text, { likeliest: 3 });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(
      found.map(({ character }) => character),
      Array.from(text),
    );
    const { model, params, vocabulary } = network;
    scoped(() => {
      let state = model.zeroState(1);
      for (const [t, token] of vocabulary.encode(text).entries()) {
        const { p, likeliest } = found[t];
        if (t === 0) assert.deepEqual([p, likeliest], [null, []]);
        const next = model.next(params, tf.tensor1d([token], "int32"), state);
        if (t + 1 < found.length) {
          const probs = next.logits.softmax().dataSync();
          const ranked = Array.from(probs).sort((a, b) => b - a);
          near(found[t + 1].p as number, probs[vocabulary.encode(text[t + 1])[0]], 1e-5);
          found[t + 1].likeliest.forEach((one, i) => {
            near(one.p, ranked[i], 1e-5);
          });
        }
        state = next.state;
      }
    });
  });

  test("nothing of nothing, and characters that it does not know are told", () => {
    assert.deepEqual(expectedCharacters(network, ""), []);
    refuses(() => expectedCharacters(network, "a🐳"), /character "🐳" does not occur in the text$/);
  });
});

describe("1: a digit is read row by row", () => {
  const { model, everyRow, params, vocabulary } = trained("1-digits");
  const { heldOut } = digits();

  test("after the last row it says what the many-to-one network says, and of most digits what they are", () => {
    const inputs = tf.tensor3d(heldOut.map(({ rows }) => rows.map((row) => [...row])));
    const [last, each] = [model.logits(params, inputs), everyRow.logits(params, inputs)];
    assertClose(each.slice([0, 7], [-1, 1]).reshape(last.shape), last, 1e-5);
    const said = Array.from(last.argMax(1).dataSync(), (label) => vocabulary.decode([label]));
    const right = said.filter((digit, i) => digit === `${heldOut[i].label}`).length;
    assert.ok(right / heldOut.length > 0.93, `${right} of ${heldOut.length}`);
  });
});

describe("1: a date is translated", () => {
  const network = trained("1-dates");
  const day = { year: 1851, month: 10, day: 18 };

  for (const { name, write } of dateFormats) {
    test(name, () => {
      const written = translateDate(network, write(day));
      assert.equal(written.map(({ character }) => character).join(""), iso(day));
      for (const { p } of written) assert.ok(p > 0.5 && p <= 1);
    });
  }

  test("what is no date is told", () => {
    refuses(() => translateDate(network, "a whale?"), /characters? .* do(es)? not occur/);
    refuses(() => translateDate(network, " "), /at least one character expected, got none$/);
  });
});

describe("3: pictures", async () => {
  const [scene] = scenes(seed(5), 1);
  const { pixels, shape } = renderScenes([scene], await sprites(), 64);
  const picture = tf.tensor4d(Float32Array.from(pixels), shape);

  test("a caption in known words, and at each a look at 64 places", () => {
    const network = trained("3.2-soft");
    const before = tf.memory().numTensors;
    const said = describePicture(network, picture);
    assert.equal(tf.memory().numTensors, before);
    assert.ok(said.length >= 2);
    for (const { word, p, alpha } of said) {
      assert.ok(network.vocabulary.words.includes(word) && p > 0 && p <= 1);
      assert.equal(alpha.length, 64);
      near(sums(alpha), 1, 1e-4);
    }
    refuses(() => describePicture(network, tf.zeros([1, 32, 32, 3])), /picture: a tensor \[1, 64, 64, 3\] expected/);
  });

  test("an answer to a question, also to one with a word that it does not know", () => {
    const network = trained("3.3-vqa");
    const before = tf.memory().numTensors;
    for (const [question, first] of [
      [`How many ${scene.objects[0].plural} are there?`, "how"],
      ["zounds is there", "<unk>"],
    ]) {
      const words = answerQuestion(network, picture, question);
      assert.equal(words[0].word, first);
      assert.deepEqual([...new Set(words.map(({ part }) => part))], ["question", "answer"]);
      for (const { alpha } of words) near(sums(alpha), 1, 1e-4);
    }
    assert.equal(tf.memory().numTensors, before);
    refuses(() => answerQuestion(network, picture, "?"), /question: at least a word expected, got "\?"$/);
  });
});
