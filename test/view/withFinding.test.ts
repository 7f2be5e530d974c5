import assert from "node:assert/strict";
import { test } from "node:test";
import { lines } from "../../lib/view/figure";
import { withFinding } from "../../lib/view/withFinding";

interface Laid {
  readonly title: { readonly text: string; readonly subtitle?: { readonly text: string } };
  readonly height: number;
  readonly margin: { readonly t: number };
}

const draw = (y: number) =>
  lines([{ name: "loss", x: [0, 1], y: [0, y] }], {
    title: "Loss",
    x: { title: "steps" },
    y: { title: "" },
    alt: "a line",
  });
const entitled = withFinding((y: number) => (y > 9 ? undefined : `It ends at ${y > 0 ? y : Number.NaN}`), draw);

test("what is found is the title, what is drawn stands below it, and the axes keep their room", () => {
  const [plain, said] = [draw(3), entitled(3)];
  const { title, height, margin } = said.layout as unknown as Laid;
  const before = plain.layout as unknown as Laid;
  assert.deepEqual([title.text, title.subtitle?.text], ["It ends at 3", "Loss"]);
  assert.equal(height - margin.t, before.height - before.margin.t);
  assert.equal(said.alt, `It ends at 3. ${plain.alt}`);
});

test("where nothing is found, or what is no number, the title stays", () => {
  for (const y of [10, 0]) assert.deepEqual(entitled(y), draw(y));
});
