import { originKey, plotlyMime, verdictMime } from "../../lib/view/mime";
import { legitimate, pixel } from "./hostile";

/** What stands where something else is expected. */
const wrong: readonly unknown[] = [null, 0, -1, true, "", "x", [], [null], {}, { x: 1 }, [[]], ["x", 1]];

/** What no JSON.stringify would write: as text, later. */
const deep = (depth: number): string => `nested ${depth}`;
export const asText = (value: unknown): string =>
  JSON.stringify(value).replace(/"nested (\d+)"/g, (_, depth) => "[".repeat(depth) + "]".repeat(depth));

const shows = (data: unknown, metadata: unknown = {}) => ({ output_type: "display_data", data, metadata });
const code = (outputs: unknown) => ({
  ...{ cell_type: "code", execution_count: 1, id: "c", metadata: {}, source: "1", outputs },
});
const words = (source: unknown) => ({ cell_type: "markdown", id: "m", metadata: {}, source });
const whole = (changed: object = {}) => ({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5, ...changed });
const ofCells = (...cells: unknown[]) => whole({ cells });
const ofOutput = (...outputs: unknown[]) => ofCells(words("# A title"), code(outputs));

const verdict = {
  ...{ id: "1-x", section: "1", claim: "c", expected: "holds", outcome: "holds", effect: 1, interval: [0, 2] },
  ...{ criterion: "above 0", measured: "m", config: { seeds: 2 } },
};
const record = {
  ...{ preset: "default", date: "2026-11-23T10:00:00.000Z", seconds: 12, node: "20", tfjs: "4", tensorflow: "2" },
  ...{ cpu: "2 × fast", code: "c0de", data: "da7a", parameters: { hiddenSize: "4" } },
  failure: { cell: 1, source: "x", message: "Error: boom" },
};

/** The same with each of its fields, in turn, missing and of another kind. */
const altered = (given: object): object[] =>
  Object.keys(given).flatMap((key) => [
    Object.fromEntries(Object.entries(given).filter(([name]) => name !== key)),
    ...wrong.map((value) => ({ ...given, [key]: value })),
  ]);

const some = <T>(list: readonly T[], every: number): T[] => list.filter((_, i) => i % every === 0);
const good = JSON.stringify(ofOutput(shows(legitimate), shows({ [verdictMime]: verdict })));

/** Files that are no notebooks, or not quite: as text. */
export const malformedFiles: readonly string[] = [
  ...["", " ", "null", "1", '"x"', "[]", "{}", "\u0000", "\ufeff{}", "<html>", "NaN", "[".repeat(100_000)],
  ...Array.from({ length: 12 }, (_, i) => good.slice(0, Math.floor((good.length * (i + 1)) / 13))),
  ...[
    ...altered(whole()),
    ...wrong.map((cell) => ofCells(cell)),
    ...altered(words("x")).map((cell) => ofCells(cell)),
    ...altered(code([])).map((cell) => ofCells(cell)),
    ...[3, 5, 4.5, "4"].map((nbformat) => whole({ nbformat })),
    { worksheets: [{ cells: [] }], metadata: {}, nbformat: 3, nbformat_minor: 0 },
    ofCells({ cell_type: "heading", level: 1, source: "x", metadata: {} }, { cell_type: "raw", source: "x" }),
    ofCells(
      words(`${"> ".repeat(3000)}x`),
      words("[".repeat(5000)),
      words("<b>".repeat(3000)),
      words("*a".repeat(5000)),
    ),
    ofCells(words("$\\frac{".repeat(2000)), words("$$\\def\\a{\\a\\a}\\a$$"), words("$\\rule{1e9em}{1e9em}$")),
    ...[60, 200, 5000].map((depth) => whole({ metadata: { deep: deep(depth) } })),
  ].map(asText),
];

/** Outputs that are none, or not quite, each between others that are. */
export const malformedOutputs: readonly object[] = [
  ...wrong.map((output) => ofOutput(output)),
  ...altered(shows({ "text/plain": "x" })).map((output) => ofOutput(output)),
  ...some(altered({ output_type: "stream", name: "stdout", text: "x" }), 2).map((output) => ofOutput(output)),
  ...altered({ output_type: "error", ename: "E", evalue: "v", traceback: ["x"] }).map((output) => ofOutput(output)),
  ...[
    "text/html",
    "text/plain",
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    plotlyMime,
  ].flatMap((mime) => wrong.map((value) => ofOutput(shows({ [mime]: value, "text/plain": "x" })))),
  ...altered({ data: [{ type: "scatter", y: [1] }], layout: {}, frames: [] }).map((plot) =>
    ofOutput(shows({ ...legitimate, [plotlyMime]: plot })),
  ),
  ...["nonsense", "parcoords", "choropleth", "scatter3d", "scattermapbox", 7, null].map((type) =>
    ofOutput(shows({ ...legitimate, [plotlyMime]: { data: [{ type, y: [1] }], layout: {} } })),
  ),
  ...some(wrong, 3).flatMap((value) => [
    ofOutput(shows({ ...legitimate, [plotlyMime]: { data: [{ type: "heatmap", z: value, x: value }] } })),
    ofOutput(
      shows({
        ...legitimate,
        [plotlyMime]: { data: [{ y: [1], error_y: value, name: value }], layout: { title: value } },
      }),
    ),
    ofOutput(
      shows({
        ...legitimate,
        [plotlyMime]: { data: [{ y: [1] }], layout: { height: value, annotations: value, images: value } },
      }),
    ),
  ]),
  ofOutput(shows({ ...legitimate, [plotlyMime]: { data: deep(5000) } })),
  ofOutput(shows({ "application/json": deep(5000) }), shows({ "text/plain": "x" }, deep(300))),
  ofOutput(shows({ "text/html": "<b>".repeat(20_000), "text/plain": "x" })),
  ...altered(verdict).map((one) => ofOutput(shows({ [verdictMime]: one, "text/html": "x" }))),
  ...wrong.map((value) => ofOutput(shows({ [verdictMime]: value, "text/html": "x" }))),
  ...wrong.map((value) => ofOutput(shows({ "image/png": pixel }, { [originKey]: value }))),
  ...altered({ study: "s", name: "n", claims: ["1-x"] }).map((value) =>
    ofOutput(shows({ "image/png": pixel }, { [originKey]: value })),
  ),
  ofCells(words("# T"), ...Array.from({ length: 400 }, () => code([shows({ [verdictMime]: verdict })]))),
];

/** Records of runs that are none, or not quite. */
export const malformedRecords: readonly object[] = [
  ...altered(record),
  ...altered(record.failure).map((failure) => ({ ...record, failure })),
].map((lecture_lab) => whole({ cells: [words("# T"), code([])], metadata: { lecture_lab } }));
