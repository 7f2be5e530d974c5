import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axis, sharedLogRange } from "../../lib/view/axis";
import { bars } from "../../lib/view/bars";
import { besidePicture } from "../../lib/view/besidePicture";
import { type Figure, type LineOptions, lines, type Series } from "../../lib/view/figure";
import { heatMap } from "../../lib/view/heatMap";
import { panels } from "../../lib/view/panels";
import { pictureSheet } from "../../lib/view/pictureSheet";

type Drawn = Readonly<Record<string, unknown>>;
const within = (figure: Figure, name: string) => figure.layout[name] as Drawn;
const all = (figure: Figure, name: string) => figure.layout[name] as readonly Drawn[];
const line = (name: string, more: Partial<Series> = {}): Series => ({ name, x: [1, 2, 3], y: [1, 10, 100], ...more });
const chart = (series: readonly Series[], more: Partial<LineOptions> = {}): Figure =>
  lines(series, { title: "chart", x: { title: "t" }, y: { title: "norm" }, alt: "drawn", ...more });

describe("axes", () => {
  test("a log axis marks whole powers of ten, at least two and not too many, or else other values inside", () => {
    for (const low of [-36, -3, -0.7, -0.1, 0, 0.02, 0.31, 2.7]) {
      for (const span of [0.05, 0.2, 0.5, 0.9, 1, 1.1, 2, 5, 13, 48]) {
        const high = low + span;
        const { dtick, tickvals } = axis({ title: "", log: true }, [10 ** low, null, 0, 10 ** high]) as {
          dtick?: number;
          tickvals?: number[];
        };
        const powers = Array.from({ length: 200 }, (_, i) => i - 100).filter((p) => low <= p && p <= high);
        const marked = dtick ? powers.filter((p) => p % dtick === 0) : (tickvals ?? []).map(Math.log10);
        assert.ok(dtick === undefined || Number.isInteger(dtick));
        assert.ok(marked.length >= 2 && marked.length <= 8, `${marked} from ${low} to ${high}`);
        assert.ok(marked.every((at) => at > low - 1e-9 && at < high + 1e-9));
      }
    }
  });

  test("a log axis's own ticks are written out", () => {
    const { tickvals, ticktext } = axis({ title: "", log: true, ticks: [0.003, 4, 16, 1024] });
    assert.deepEqual(
      [tickvals, ticktext],
      [
        [0.003, 4, 16, 1024],
        ["0.003", "4", "16", "1,024"],
      ],
    );
  });

  test("a text along the axis has a place for each character, and half a place more at both ends", () => {
    const { tickvals, ticktext, range } = axis({ title: "", text: [..."hello"] });
    assert.deepEqual(
      [tickvals, ticktext, range],
      [
        [0, 1, 2, 3, 4],
        ["h", "e", "l", "l", "o"],
        [-0.5, 4.5],
      ],
    );
  });

  test("a shared range holds every line, and a band as far as a decade", () => {
    const [low, high] = sharedLogRange([{ y: [0.1, 10], low: [1e-9, 5], high: [0.2, 20] }, { y: [3] }])!;
    assert.ok(low < -1.9 && low > -2.2 && high > Math.log10(20) && high < 1.5);
    assert.equal(sharedLogRange([]), undefined);
  });
});

describe("series", () => {
  test("of one name they look alike and are listed once", () => {
    const { data, layout } = chart([line("a"), line("b"), line("a")]);
    assert.deepEqual(data[0].line, data[2].line);
    assert.notDeepEqual(data[0].line, data[1].line);
    assert.deepEqual([data[0].showlegend, data[2].showlegend, layout.showlegend], [true, false, true]);
  });

  test("have the colour, dash and width that they ask for", () => {
    const [{ line: look }] = chart([line("a", { color: "#123456", dash: "dot", width: 3 })]).data;
    assert.deepEqual(look, { color: "#123456", dash: "dot", width: 3 });
  });

  test("are points alone where they ask for dots or rings", () => {
    const { data } = chart([line("a", { markers: "dots" }), line("b", { markers: "rings" }), line("c")]);
    assert.deepEqual(
      data.map(({ mode }) => mode),
      ["markers", "markers", "lines"],
    );
  });

  test("a label stands at the last point inside the frame, on a log axis by logarithm", () => {
    const [note] = all(
      chart([line("a", { label: "ρ" })], { y: { title: "", log: true, range: [0, 1.5] } }),
      "annotations",
    );
    assert.deepEqual([note.text, note.x, note.y], ["ρ", 2, 1]);
  });
});

describe("charts", () => {
  test("a second scale has the first one's range in its own units", () => {
    const figure = chart([line("a")], { y: { title: "bits", range: [1, 3] }, right: { title: "nats", factor: 0.5 } });
    assert.deepEqual(within(figure, "yaxis2").range, [0.5, 1.5]);
    assert.equal(figure.data.at(-1)?.yaxis, "y2");
    const own = chart([line("a")], { right: { title: "nats", factor: 0.5 } });
    const [least, most] = within(own, "yaxis").range as number[];
    assert.ok(least < Math.min(...line("a").y) && most > Math.max(...line("a").y));
    assert.deepEqual(within(own, "yaxis2").range, [least / 2, most / 2]);
    const none = chart([], { right: { title: "nats", factor: 0.5 } });
    assert.deepEqual([none.data, within(none, "yaxis2")], [[], undefined]);
  });

  test("a mark is as high as its own panel, its name beside it, on a log axis by logarithm", () => {
    const marked = chart([line("a")], { x: { title: "", log: true }, marks: [{ name: "window", x: 100 }] });
    const both = panels("both", [chart([line("a")]), marked]);
    const [shape, note] = [all(both, "shapes")[0], all(both, "annotations").find(({ text }) => text === "window")];
    assert.deepEqual([shape.xref, shape.x0, shape.yref, shape.y1], ["x2", 100, "y2 domain", 1]);
    assert.deepEqual([note?.xref, note?.x, note?.yref], ["x2", 2, "y2 domain"]);
  });

  test("a longer legend makes the figure higher, none lower, and leaves the axes as large", () => {
    const legendOf = (count: number) =>
      chart(Array.from({ length: count }, (_, i) => line(`a network of a long name, the ${i}th`))).layout;
    const inside = ({ height, margin }: Drawn) => {
      const { t, b } = margin as { t: number; b: number };
      return (height as number) - t - b;
    };
    assert.equal(inside(legendOf(9)), inside(legendOf(2)));
    assert.equal(inside(legendOf(1)), inside(legendOf(2)));
    assert.ok((legendOf(1).height as number) < (legendOf(2).height as number)); // no legend takes no room
    assert.ok((legendOf(9).height as number) > (legendOf(2).height as number) + 30);
  });
});

describe("heat maps", () => {
  const map = { title: "map", z: [[0.5, 1]], range: [0, 1] as const, alt: "two cells" };
  const [x, y] = [
    { title: "t", values: [1, 2] },
    { title: "unit", values: [1] },
  ];

  test("have a bar of colours where these have a title", () => {
    assert.ok("colorbar" in heatMap({ ...map, x, y, colorTitle: "h" }).data[0]);
    assert.equal(heatMap({ ...map, x, y }).data[0].showscale, false);
  });

  test("run from the top, with lines over them and a range upwards", () => {
    assert.equal(within(heatMap({ ...map, x, y }), "yaxis").autorange, "reversed");
    const under = heatMap({ ...map, x, y: { ...y, range: [0, 2] }, lines: [line("a"), line("b")] });
    assert.equal(within(under, "yaxis").autorange, undefined);
    assert.deepEqual([under.data.length, under.layout.showlegend], [3, true]);
  });

  test("name every row, also where they are many", () => {
    const values = Array.from({ length: 16 }, (_, unit) => String(unit));
    assert.deepEqual(
      within(heatMap({ ...map, z: Array(16).fill([0.5, 1]), x, y: { title: "", values } }), "yaxis").tickvals,
      values,
    );
  });
});

describe("panels", () => {
  test("have as many columns as asked for, in rows of the height asked for", () => {
    const [low, high] = [200, 300].map((rowHeight) =>
      panels("four", Array(4).fill(chart([line("a")])), { columns: 1, rowHeight }),
    );
    assert.deepEqual(within(low, "xaxis").domain, [0, 1]);
    assert.equal((high.layout.height as number) - (low.layout.height as number), 400);
  });

  test("list no series of a figure that has no legend alone", () => {
    const { data } = panels("both", [chart([line("alone")]), chart([line("a"), line("b")])]);
    assert.deepEqual(
      data.filter(({ showlegend }) => showlegend).map(({ name }) => name),
      ["a", "b"],
    );
  });

  test("without figures, and sheets without pictures, say so", () => {
    assert.equal(all(panels("none", []), "annotations")[0].text, "no model has finished");
    const sheet = pictureSheet({ title: "", pictures: [], columns: 3, none: "no photographs here", alt: "" });
    assert.equal(all(sheet, "annotations")[0].text, "no photographs here");
  });
});

describe("bars", () => {
  const barsOf = (groups: readonly string[]): Figure =>
    bars([{ name: "p", y: groups.map(() => 0.5) }], {
      ...{ title: "words", groups, x: "word", y: { title: "probability" }, alt: "drawn" },
    });

  test("a name that comes twice has two places, under its name each", () => {
    const { tickvals, ticktext } = within(barsOf(["a", "dog", "and", "a", "cat"]), "xaxis");
    assert.deepEqual(
      [tickvals, ticktext],
      [
        [0, 1, 2, 3, 4],
        ["a", "dog", "and", "a", "cat"],
      ],
    );
  });

  test("beside a picture they leave it its room", () => {
    const figure = besidePicture(barsOf(["a", "dog"]), { pixels: new Uint8Array(12), side: 2 });
    const [{ sizex }] = all(figure, "images") as readonly { readonly sizex: number }[];
    const { domain } = within(figure, "xaxis") as { readonly domain: readonly number[] };
    assert.ok(sizex < domain[0]);
  });
});
