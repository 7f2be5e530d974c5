import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import { figureCsv } from "../../lib/report/csv";
import { bars } from "../../lib/view/bars";
import { type Figure, lines } from "../../lib/view/figure";
import { heatMap } from "../../lib/view/heatMap";
import { panels } from "../../lib/view/panels";

const rows = (figure: Figure): Record<string, string>[] => parse(figureCsv(figure), { columns: true });
const axes = { x: { title: "step" }, y: { title: "bits, held out" }, alt: "" };
const falling = lines(
  [
    { name: "RNN", x: [0, 10], y: [3, 2], low: [2.5, 1.5], high: [3.5, 2.5] },
    { name: 'LSTM, "fresh"', x: [0], y: [1.25] },
  ],
  { title: "loss", ...axes },
);

test("lines: a point a row under the axes' names, its interval beside it", () => {
  assert.deepEqual(rows(falling), [
    { series: "RNN", step: "0", "bits, held out": "3", low: "2.5", high: "3.5" },
    { series: "RNN", step: "10", "bits, held out": "2", low: "1.5", high: "2.5" },
    { series: 'LSTM, "fresh"', step: "0", "bits, held out": "1.25", low: "", high: "" },
  ]);
});

test("panels: their headings tell them apart, and axes that differ are x and y", () => {
  const rising = lines([{ name: "RNN", x: [1], y: [5] }], { title: "time", ...axes, y: { title: "seconds" } });
  const both = rows(panels("both", [falling, rising]));
  assert.deepEqual(both.at(-1), { panel: "time", series: "RNN", step: "1", y: "5", low: "", high: "" });
  assert.equal(both[0].panel, "loss");
});

test("bars: whiskers are told as the interval's ends", () => {
  const figure = bars([{ name: "trained", y: [2], low: [1.9], high: [2.3] }], {
    ...{ title: "", groups: ["quotation"], x: "structure", y: { title: "AUC" }, alt: "" },
  });
  assert.deepEqual(rows(figure), [{ series: "trained", structure: "quotation", AUC: "2", low: "1.9", high: "2.3" }]);
});

test("heat maps: a cell a row; cells that show nothing are none", () => {
  const figure = heatMap({
    ...{ title: "", x: { title: "t", values: [1, 2] }, y: { title: "unit", values: ["a"] }, z: [[0.5, -1]] },
    ...{ colorTitle: "h<sub>t</sub>", range: [-1, 1], alt: "" },
  });
  assert.deepEqual(rows(figure), [
    { t: "1", unit: "a", h_t: "0.5" },
    { t: "2", unit: "a", h_t: "-1" },
  ]);
  const gap = { ...figure, data: [{ ...figure.data[0], z: [[0.5, null]] }] };
  assert.equal(rows(gap).length, 1);
});

test("words are never a spreadsheet's formula, and numbers stay numbers", () => {
  const formulas = [
    "=1+1",
    "+A1",
    "-A1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "=cmd|' /C calc'!A0",
    "-1.5+x",
    "＝1",
    "--",
    "-",
  ];
  const harmless = ["a=b", "-1.5", "+2", "-3e-4", "1.", "", "x@y"];
  for (const name of [...formulas, ...harmless]) {
    const [header, line] = parse(
      figureCsv(lines([{ name, x: [-1], y: [-1.5] }], { title: "", ...axes, x: { title: name } })),
    );
    const wanted = formulas.includes(name) ? `'${name}` : name;
    assert.deepEqual(line.slice(name ? 1 : 0), ["-1", "-1.5"]);
    if (name) assert.deepEqual([header[1], line[0]], [wanted, wanted]);
  }
});
