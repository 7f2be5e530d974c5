import assert from "node:assert/strict";
import { test } from "node:test";
import { leadSentence, wordsOfCell } from "../../lib/report/slideWords";

test("a cell's last heading, and the first paragraph below it that is a sentence", () => {
  const cell = "What came out.\n\n## The *four* terms ##\n\n$$a = b$$\n\nThe gradient\nis a sum.\n\nMore.";
  assert.deepEqual(wordsOfCell(cell), { heading: "The *four* terms", paragraph: "The gradient\nis a sum." });
  assert.deepEqual(wordsOfCell("One step of a GRU."), { heading: undefined, paragraph: "One step of a GRU." });
  assert.deepEqual(wordsOfCell("```sh\n# no heading\n```\n\n- an item"), {
    heading: undefined,
    paragraph: "- an item",
  });
  assert.deepEqual(wordsOfCell(""), { heading: undefined, paragraph: "" });
});

test("a notebook's lead is the first sentence after its section's number, whole", () => {
  const opening = (text: string) => leadSentence(`# 5.2 LSTM\n\n*Lecture section 5.2.* ${text}\n\n$$x$$`);
  assert.equal(opening("The gradient grows. It vanishes."), "The gradient grows.");
  assert.equal(
    opening("The unit (Cho et al. 2014) has $W. X$ and `a. B` (see p. 3). More."),
    "The unit (Cho et al. 2014) has $W. X$ and `a. B` (see p. 3).",
  );
  assert.equal(opening("No full stop"), "No full stop");
});
