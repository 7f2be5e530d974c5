import assert from "node:assert/strict";
import { test } from "node:test";
import { dark } from "../../lib/page/darkFigure";
import { completed } from "../../lib/view/ownFigure";
import { svg } from "../../lib/view/staticImage";

const data = [{ x: [1, 2], y: [3, 4] }];

test("every title of an own figure is drawn, a text or an object", () => {
  const titles = (title: (text: string) => unknown) => ({
    data: [
      {
        z: [
          [1, 2],
          [3, 4],
        ],
        type: "heatmap",
        colorbar: { title: title("of the colours") },
      },
    ],
    layout: { title: title("of all"), xaxis: { title: title("of x") }, yaxis: { title: title("of y") } },
  });
  for (const title of [(text: string) => text, (text: string) => ({ text })]) {
    const { image } = svg(completed(titles(title)));
    for (const text of ["of all", "of x", "of y", "of the colours"]) assert.ok(image?.includes(`>${text}<`), text);
  }
});

test("what an own figure leaves out is there", () => {
  const { layout, alt } = completed({ data });
  assert.deepEqual([Object.keys(layout), alt], [["template"], "a figure of 1 trace (scatter)"]);
  assert.doesNotMatch(JSON.stringify(dark(layout)), /#(ffffff|222222|e6e6e6)/i);
  assert.equal(completed({ data, layout: { title: "Loss" } }).alt, "Loss: a figure of 1 trace (scatter)");
  assert.equal(completed({ data, alt: "mine" }).alt, "mine");
  assert.ok(svg(completed({ data })).image);
});

test("a figure that is whole stays as it is", () => {
  const whole = {
    data,
    layout: { title: { text: "a" }, paper_bgcolor: "#ffffff", annotations: [{ text: "title" }] },
    alt: "b",
  };
  assert.deepEqual(completed(whole), whole);
});
