import assert from "node:assert/strict";
import { test } from "node:test";
import { stateHeat } from "../../lib/view/stateHeat";

test("a column a step, under the token that was read, also where tokens come twice", () => {
  const options = { title: "h", x: "letter", units: ["a", "b"], alt: "two units over three letters" };
  const figure = stateHeat({
    ...options,
    ...{
      read: ["l", "l", "o"],
      below: ["l", "o", "."],
      values: [[1, 2, 3].map((v) => v / 4), [0, -0.5, 0.125]],
      digits: 2,
    },
  });
  const [heat] = figure.data as unknown as { x: number[]; z: number[][]; text: string[][] }[];
  const axis = figure.layout.xaxis as { tickvals: number[]; ticktext: string[] };
  assert.deepEqual(heat.x, axis.tickvals);
  assert.deepEqual(axis.ticktext, ["l<br>l", "l<br>o", "o<br>."]);
  assert.deepEqual(heat.text[0], ["0.25", "0.50", "0.75"]);
  assert.equal(heat.z[1][1], -0.5);
});
