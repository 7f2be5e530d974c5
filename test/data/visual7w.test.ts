import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { visual7w } from "../../lib/data/visual7w";
import { visual7wResults, writeVisual7wResults } from "../../lib/data/visual7wResults";
import { collect, complaint, needs, scratch } from "./scratch";

const { folder, write } = scratch();
const pair = {
  qa_id: 11,
  image_id: 1,
  question: "Where is the kettle?",
  answer: "On the stove.",
  type: "where",
  multiple_choices: ["In the sink.", "On the shelf.", "Outdoors."],
};
const image = { image_id: 1, filename: "v7w_1.jpg", split: "train", qa_pairs: [pair] };
const other = {
  ...{ image_id: 2, filename: "v7w_2.jpg", split: "test" },
  qa_pairs: [{ ...pair, qa_id: 12, image_id: 2, type: "who", question: "Who sings?" }],
};
const box = { box_id: 5, qa_id: 11, name: "kettle", x: 3, y: -1, width: 20, height: 30 };
const kettle = { name: "kettle", x: 3, y: -1, width: 20, height: 30 };

function holding(name: string, content: object | string): string {
  write(path.join(name, "dataset_v7w_telling.json"), content);
  return path.join(folder, name);
}

test("questions with their image, answer, wrong answers and boxes", () => {
  const root = holding("whole", { dataset: "visual7w", images: [image, other], boxes: [box] });
  write("whole/images/v7w_1.jpg", "a photograph");
  const [first, second] = visual7w({ folder: root });
  assert.deepEqual(first, {
    id: 11,
    imageId: "1",
    file: path.join(root, "images", "v7w_1.jpg"),
    split: "train",
    type: "where",
    question: "Where is the kettle?",
    answer: "On the stove.",
    distractors: ["In the sink.", "On the shelf.", "Outdoors."],
    boxes: [kettle],
  });
  assert.deepEqual([second.id, second.file, second.type, second.boxes], [12, null, "who", []]);
  assert.deepEqual(
    [...visual7w({ folder: root, split: "test" })].map(({ id }) => id),
    [12],
  );
});

test("boxes in the questions, and those of the grounding annotations", () => {
  const within = holding("within", { images: [{ ...image, qa_pairs: [{ ...pair, boxes: [box] }] }] });
  const beside = holding("beside", { images: [image] });
  write("beside/dataset_v7w_grounding_annotations/v7w_telling_answers.json", { boxes: [box, { ...box, qa_id: 99 }] });
  for (const root of [within, beside]) assert.deepEqual([...visual7w({ folder: root })][0].boxes, [kettle]);
});

describe("damage is told with file, place, field, what was expected and what was got", () => {
  const asked = (change: object) => ({ images: [{ ...image, qa_pairs: [{ ...pair, ...change }] }] });
  const at = "dataset_v7w_telling\\.json: images\\[0\\] \\(image_id 1\\)";
  const cases: Record<string, [content: object, message: string]> = {
    "no images": [{}, "dataset_v7w_telling\\.json: images: a list expected, got nothing"],
    "another split": [{ images: [{ ...image, split: "dev" }] }, `${at}: split: train, val or test expected, got "dev"`],
    "no questions": [{ images: [{ ...image, qa_pairs: {} }] }, `${at}: qa_pairs: a list expected, got an object`],
    "a pointing question": [
      asked({ type: "which" }),
      `${at}: qa_pairs\\[0\\] \\(qa_id 11\\): type: what, where, when, who, why or how expected, got "which"`,
    ],
    "two wrong answers": [
      asked({ multiple_choices: ["a", "b"] }),
      `qa_pairs\\[0\\] \\(qa_id 11\\): multiple_choices: three wrong answers, as texts, expected, got a list of 2`,
    ],
    "four wrong answers": [asked({ multiple_choices: ["a", "b", "c", 4] }), "as texts, expected, got a list of 4"],
    "boxes as wrong answers": [asked({ multiple_choices: [1, 2, 3] }), "three wrong answers, as texts, expected"],
    "no answer": [asked({ answer: "" }), '\\(qa_id 11\\): answer: text expected, got ""'],
    "another image's question": [asked({ image_id: 3 }), "image_id: the image's own, 1, expected, got 3"],
    "a question twice": [
      { images: [{ ...image, qa_pairs: [pair, pair] }] },
      `qa_pairs\\[1\\] \\(qa_id 11\\): qa_id: one question of an id expected, got 11`,
    ],
    "a box without a width": [
      { images: [image], boxes: [{ ...box, width: null }] },
      "boxes\\[0\\] \\(box_id 5\\): width: a number expected, got null",
    ],
  };
  for (const [name, [content, message]] of Object.entries(cases)) {
    test(name, async () => {
      const root = holding(name, content);
      assert.match(await complaint(() => collect(visual7w({ folder: root }))), new RegExp(message));
    });
  }

  test("no file", async () => {
    const read = () => collect(visual7w({ folder: path.join(folder, "none") }));
    assert.match(await complaint(read), /dataset_v7w_telling\.json: a text file expected, got no such file$/);
  });
});

describe("the official results format", () => {
  const entry = { qa_id: 11, question: "Where?", candidates: [{ answer: "Here." }, { answer: "There." }] };
  const damaged = (content: object) => complaint(() => visual7wResults(write("results.json", content)));

  test("is read and written", () => {
    const predictions = visual7wResults(write("read.json", [entry]));
    assert.deepEqual(predictions, [{ id: 11, question: "Where?", candidates: ["Here.", "There."] }]);
    const file = path.join(folder, "results", "written.json");
    writeVisual7wResults(file, predictions);
    assert.deepEqual(visual7wResults(file), predictions);
  });

  test("damage", async () => {
    assert.match(await damaged({}), /results\.json: a list of \{ qa_id, question, candidates \} expected/);
    assert.match(
      await damaged([entry, entry]),
      /entry\[1\] \(qa_id 11\): qa_id: one entry for a question expected, got 11$/,
    );
    assert.match(
      await damaged([{ ...entry, candidates: [] }]),
      /entry\[0\] \(qa_id 11\): candidates: at least one answer expected, got a list of 0$/,
    );
    assert.match(
      await damaged([{ ...entry, candidates: [{ answer: 4 }] }]),
      /\(qa_id 11\): candidates\[0\]: answer: text expected, got 4$/,
    );
  });
});

test("the real set reads whole", needs("VISUAL7W_DIR"), () => {
  const questions = [...visual7w()];
  assert.ok(questions.length > 0);
  assert.equal(new Set(questions.map(({ type }) => type)).size, 6);
});
