import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axis } from "../../lib/view/axis";
import { lines } from "../../lib/view/figure";
import { heatStrip } from "../../lib/view/heatStrip";
import { panels } from "../../lib/view/panels";
import { progressHtml, progressLine } from "../../lib/view/progress";
import { seedStrip } from "../../lib/view/seedStrip";
import { tableHtml, tableText } from "../../lib/view/table";
import { steadyText, type Verdict, verdictText } from "../../lib/view/verdict";
import { verdictHtml } from "../../lib/view/verdictHtml";

const series = (name: string) => ({ name, x: [1, 2, 3], y: [1, 10, 100] });
const axes = { x: { title: "t" }, y: { title: "norm", log: true } };
const figure = (title: string, count = 2) =>
  lines(["a", "b"].slice(0, count).map(series), {
    title,
    ...axes,
    alt: `${title}, drawn`,
    references: [{ name: "theory", y: 5 }],
  });

describe("figures are values", () => {
  test("lines tell series apart by colour and by dash, and are plain JSON", () => {
    const { data, layout } = figure("two");
    const looks = data.map(({ line }) => line as { color: string; dash: string });
    assert.equal(new Set(looks.map(({ color }) => color)).size, 2);
    assert.equal(new Set(looks.map(({ dash }) => dash)).size, 2);
    assert.deepEqual(JSON.parse(JSON.stringify({ data, layout })), { data, layout });
    assert.equal((layout.yaxis as { type: string }).type, "log");
  });

  test("a band runs forth along the high and back along the low", () => {
    const [band] = lines([{ ...series("a"), low: [0, 1, 2], high: [3, 4, 5] }], { title: "", ...axes, alt: "" }).data;
    assert.deepEqual(
      [band.x, band.y],
      [
        [1, 2, 3, 3, 2, 1],
        [3, 4, 5, 2, 1, 0],
      ],
    );
  });

  test("panels keep every trace, on axes that do not overlap, with each name once in the legend", () => {
    const all = panels(
      "four",
      ["p", "q", "r", "s"].map((title) => figure(title)),
    );
    assert.equal(all.data.length, 8);
    assert.deepEqual([...new Set(all.data.map(({ xaxis }) => xaxis))], ["x", "x2", "x3", "x4"]);
    assert.equal(all.data.filter(({ showlegend }) => showlegend).length, 2);
    const domain = (name: string) => (all.layout[name] as { domain: [number, number] }).domain;
    assert.ok(domain("xaxis")[1] < domain("xaxis2")[0] && domain("yaxis3")[1] < domain("yaxis")[0]);
    assert.equal((all.layout.shapes as unknown[]).length, 4);
  });

  test("panels with a legend are as large as those without, under a legend above their titles", () => {
    const [many, one] = [2, 1].map((count) => panels("two", [figure("p", count), figure("q", count)]).layout);
    const inside = ({ height, margin }: Record<string, unknown>) =>
      (height as number) - (margin as { t: number }).t - (margin as { b: number }).b;
    assert.equal(inside(many), inside(one));
    assert.ok(((many.legend as { y: number }).y - 1) * inside(many) >= 20, "pixels, for a title of 13");
  });

  test("a heat strip has a cell a character and a row", () => {
    const strip = heatStrip({
      title: "strip",
      rows: ["1st", "2nd"],
      texts: [
        ["a", "b"],
        ["c", "d"],
      ],
      values: [
        [0.5, 1],
        [0.2, 0],
      ],
      colorTitle: "p",
      alt: "strip",
    });
    assert.deepEqual(strip.data[0].z, [
      [0.5, 1],
      [0.2, 0],
    ]);
  });

  test("a reference on a log axis has its name at its height: by logarithm, as Plotly wants it", () => {
    const [{ y }] = figure("log").layout.annotations as { y: number }[];
    assert.ok(Math.abs(y - Math.log10(5)) < 1e-12);
  });

  test("a log axis says so", () => assert.equal(axis({ title: "", log: true }).type, "log"));
});

describe("progress", () => {
  const half = { done: 30, total: 60, unit: "steps", status: "loss 2.1", excerpt: "<whale>" };

  test("has rate and time left while it runs, and the time it took at the end", () => {
    assert.equal(progressLine(half, 15), "30/60 steps · loss 2.1 · 2.0 steps/s · 15.0 s left");
    assert.equal(progressLine({ ...half, done: 60 }, 200), "60/60 steps · loss 2.1 · 3 min 20 s");
    assert.equal(progressLine({ ...half, done: 0 }, 1), "0/60 steps · loss 2.1");
    const stopped = progressLine({ ...half, stopped: true }, 15);
    assert.equal(stopped, "30/60 steps · loss 2.1 · stopped here: what was reached is kept · 15.0 s");
  });

  test("sampled text is shown, not run", () => {
    assert.match(progressHtml(half, 15), /&lt;whale&gt;/);
    assert.match(progressHtml(half, 15), /width:50\.0%/);
  });
});

describe("verdicts and tables", () => {
  const verdict: Verdict = {
    id: "2.1-x",
    section: "2.1",
    claim: "a < b",
    expected: "holds",
    outcome: "fails",
    effect: -0.12345,
    interval: [-0.2, -0.05],
    criterion: "interval above 0",
    measured: "over 5 seeds",
  };

  test("a verdict that moved says what was expected", () => {
    assert.equal(
      verdictText(verdict),
      "a < b\nFAILS (expected: holds): effect −0.123 [−0.2, −0.05]; criterion: interval above 0.\nover 5 seeds",
    );
    assert.match(verdictHtml(verdict), /a &lt; b/);
    assert.match(
      verdictText({ ...verdict, outcome: "undecided", effect: null, interval: null }),
      /UNDECIDED .*effect –;/,
    );
  });

  test("a table keeps the line breaks of verbatim columns and escapes all of them", () => {
    const table = { caption: "c", header: ["n", "text"], rows: [["<1>", "a\n b"]], verbatim: [1] };
    assert.match(tableHtml(table), /<td[^>]*>&lt;1&gt;<\/td><td[^>]*><pre[^>]*>a\n b<\/pre>/);
    assert.equal(tableText(table), "c\nn | text\n<1> | a\n b");
  });
});

describe("a verdict's seeds and threshold", () => {
  const told = { outcome: "holds", effect: 0.3, interval: [0.2, 0.4], unit: "bits" } as const;
  const verdict = (over: Partial<Verdict>) =>
    ({ ...told, effects: [0.1, 0.3, 0.5], bar: { is: "above", at: 0 }, ...over }) as Verdict;

  test("are drawn: a point a seed, the interval, a dashed line a threshold", () => {
    const count = (svg: string, what: string) => svg.split(what).length - 1;
    const svg = seedStrip(verdict({}));
    assert.deepEqual([count(svg, "<circle"), count(svg, "stroke-dasharray")], [3, 1]);
    assert.equal(count(seedStrip(verdict({ bar: { is: "within", at: 0.6 } })), "stroke-dasharray"), 2);
    assert.doesNotMatch(seedStrip(verdict({ effects: [0, 0], effect: 0, interval: [0, 0] })), /NaN/);
    assert.equal(seedStrip(verdict({ interval: null })), "");
    assert.equal(seedStrip(verdict({ bar: { is: "above" } as Verdict["bar"] })), "");
  });

  test("and it is said for which thresholds the verdict would be the same", () => {
    assert.equal(steadyText(verdict({})), "The same for every threshold below 0.2 bits.");
    assert.equal(steadyText(verdict({ outcome: "fails" })), "The same for every threshold above 0.4 bits.");
    assert.equal(steadyText(verdict({ outcome: "undecided" })), "The same for every threshold from 0.2 to 0.4 bits.");
    const within = (over: Partial<Verdict>) => steadyText(verdict({ bar: { is: "within", at: 1 }, ...over }));
    assert.equal(within({ interval: [-0.1, 0.3] }), "The same for every margin above 0.3 bits.");
    assert.equal(within({ interval: [-0.4, -0.2], outcome: "fails" }), "The same for every margin below 0.2 bits.");
    assert.equal(
      within({ interval: [-0.4, 0.2], outcome: "undecided" }),
      "The same for every margin from 0 to 0.4 bits.",
    );
    assert.equal(steadyText(verdict({ bar: undefined })), undefined);
  });
});
