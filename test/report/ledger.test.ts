import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Notebook, serialise, titleOf, withoutTimings } from "../../lib/report/ipynb";
import { claimsOf, contradicts, tally } from "../../lib/report/ledger";
import { ledgerHtml } from "../../lib/report/ledgerHtml";
import { shownPictures } from "../../lib/report/shownPictures";
import { claimsTable } from "../../lib/report/terminal";
import type { FigureOrigin } from "../../lib/view/figure";
import { originKey, plotlyMime, verdictMime } from "../../lib/view/mime";
import type { Outcome, Verdict } from "../../lib/view/verdict";
import { effectText } from "../../lib/view/verdict";

const verdict = (expected: Outcome, outcome: Outcome): Verdict => ({
  id: "2.1-diversity",
  section: "2.1",
  claim: "Softmax sampling increases the diversity of the outputs over taking the likeliest character every time.",
  expected,
  outcome,
  effect: 0.4213,
  interval: [0.3, -0.00012],
  criterion: "interval above 0",
  measured: "0.91 against 0.12",
});

const display = (data: Record<string, unknown>, origin?: FigureOrigin) => ({
  ...{ output_type: "display_data", data, metadata: origin ? { [originKey]: origin } : {} },
});
const notebook: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { language_info: { name: "typescript" } },
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["words\n", "\n", "# The title\n"] },
    {
      cell_type: "code",
      metadata: { execution: { "iopub.status.busy": "2026" }, tags: ["kept"] },
      source: "show()",
      outputs: [
        { output_type: "stream", name: "stdout", text: "1" },
        display({ [verdictMime]: verdict("holds", "holds"), "text/plain": "HOLDS" }),
        display({ [plotlyMime]: {}, "text/plain": "drawn without a picture" }),
        display({ [plotlyMime]: {}, "image/png": "AAAA", "text/plain": ["the loss ", "falls"] }),
        display({ [verdictMime]: verdict("holds", "fails") }),
      ],
    },
  ],
};

test("claims are the verdicts in the outputs, marked where they moved", () => {
  const claims = claimsOf(notebook, "2.1-language-model");
  assert.deepEqual(
    claims.map(({ outcome, moved, anchor }) => [outcome, moved, anchor]),
    [
      ["holds", false, "claim-2.1-diversity"],
      ["fails", true, "claim-2.1-diversity-2"],
    ],
  );
  assert.equal(claims[0].notebook, "2.1-language-model");
  assert.deepEqual(claimsOf(notebook, "0-start-here"), [], "what the start shows of a section counts there");
});

test("a claim leads to the last figure before it that shows it, or to the first after; a picture is called what it shows", () => {
  const cell = (...outputs: object[]) => ({ cell_type: "code", metadata: {}, source: "", outputs }) as never;
  const figure = (name: string, ...claims: string[]) =>
    display({ [plotlyMime]: {}, "image/png": "AAAA" }, { study: "2.1-texts", name, claims });
  const shown = display({ [verdictMime]: verdict("holds", "holds") });
  const own = display({
    [plotlyMime]: { layout: { title: { text: "My own: loss & gradient" } } },
    "image/png": "AAAA",
  });
  const elsewhere = display({ "image/png": "AAAA" }, { study: "4-depth", name: "bits", claims: [] });
  const cells = [
    cell(shown, figure("firstOne", "2.1-diversity"), figure("other", "2.1-other"), shown),
    cell(figure("firstOne", "2.1-diversity"), own, elsewhere, shown),
  ];
  const all = { ...notebook, cells };
  assert.deepEqual(
    claimsOf(all, "2.1-language-model").map(({ figure }) => figure),
    ["2.1-texts-first-one", "2.1-texts-first-one", "2.1-texts-first-one-2"],
  );
  assert.deepEqual(
    shownPictures(all, "2.1-language-model").map(({ id }) => id),
    [
      ...["2.1-texts-first-one", "2.1-texts-other", "2.1-texts-first-one-2"],
      ...["2.1-my-own-loss-gradient", "2.1-4-depth-bits"],
    ],
  );
  assert.deepEqual(
    claimsOf({ ...notebook, cells: [cell(own, shown)] }, "2.1-language-model").map(({ figure }) => figure),
    [undefined],
  );
});

test("a tally counts what there is, and says what was not expected", () => {
  const claim = (outcome: Outcome, moved = false) => ({ outcome, moved });
  assert.equal(
    tally([claim("holds"), claim("holds"), claim("fails", true)]),
    "3 claims: 2 hold, 1 fails; 1 other than expected",
  );
  assert.equal(tally([claim("undecided")]), "1 claim: 1 undecided");
  assert.equal(tally([]), "no claims");
});

test("the table of claims fits the terminal and names what moved", () => {
  const text = claimsTable(claimsOf(notebook, "2.1-language-model"), 80);
  assert.ok(text.split("\n").every((line) => line.length <= 80));
  assert.match(text, /^Section {2}Claim +Verdict +Effect \[interval\]\n─/);
  assert.match(text, /2\.1 +Softmax sampling .* fails \(moved\) +0\.421 \[0\.3, −1\.2e−4\]/);
  assert.match(text, /Moved: 2\.1-diversity was expected to be "holds", is "fails"\./);
});

describe("a claim whose study has a recorded result", () => {
  const source = {
    ...{ study: "2.1-texts", preset: "lecture", date: "2026-11-30T04:00:00Z", commit: "0123456789", processor: "one" },
    ...{ jobs: 3, state: "verified" as const, changed: [] },
  };
  const cell = (...verdicts: Verdict[]) => ({
    ...{ cell_type: "code", metadata: {}, source: "" },
    outputs: verdicts.map((one) => display({ [verdictMime]: one })),
  });
  const record = (recorded: Verdict[]) => ({ lecture_lab: { preset: "default", recorded } as never });
  const claimsIn = (verdicts: Verdict[], recorded: Verdict[] = []) =>
    claimsOf({ ...notebook, cells: [cell(...verdicts)], metadata: record(recorded) }, "2.1-language-model");
  const here = (outcome: Outcome) => verdict("holds", outcome);
  const shipped = (outcome: Outcome) => ({ ...verdict("holds", outcome), source });

  test("has both verdicts, those of the run's own record first, and counts once", () => {
    const ways = [
      claimsIn([here("fails")], [shipped("holds")]),
      claimsIn([shipped("holds"), here("fails")]),
      claimsIn([here("fails"), shipped("undecided")], [shipped("holds")]),
    ];
    for (const claims of ways)
      assert.deepEqual(
        claims.map(({ outcome, recorded }) => [outcome, recorded?.outcome]),
        [["fails", "holds"]],
      );
    assert.deepEqual(
      claimsIn([shipped("holds")]).map(({ outcome, recorded, source: from }) => [outcome, recorded, from?.state]),
      [["holds", undefined, "verified"]],
    );
  });

  test("is contradicted where both are decided, and otherwise", () => {
    for (const [of, now, contradicted] of [
      ["holds", "fails", true],
      ["fails", "holds", true],
      ["holds", "undecided", false],
      ["undecided", "fails", false],
      ["holds", "holds", false],
    ] as const)
      assert.equal(claimsIn([here(now)], [shipped(of)]).some(contradicts), contradicted, `${of}, ${now}`);
    assert.equal(claimsIn([here("fails")]).some(contradicts), false);
  });

  test("stands in two columns, in the terminal and on the page", () => {
    const claims = [...claimsIn([here("fails")], [shipped("holds")]), ...claimsIn([shipped("holds")])];
    const text = claimsTable(claims, 100);
    assert.match(text, /^Section {2}Claim +Recorded +Here +Effect \[interval\]\n─/);
    assert.match(text, / holds +fails \(moved\) +0\.421/);
    assert.match(text, / holds +– +0\.421/);
    assert.match(text, /Contradicted: 2\.1-diversity holds in the recorded result, and fails here\./);
    const chapter = { name: "a", section: "2.1", title: "A", faults: [], claims, pictures: [] };
    const html = ledgerHtml([chapter]);
    assert.match(html, /<span>recorded<\/span><span>here<\/span>/);
    assert.match(
      html,
      /badge holds" title="recorded">✓ holds<\/span><span class="badge fails" title="run here">✕ fails/,
    );
    assert.match(html, /Recorded on 2026-11-30 at 0123456, lecture preset, 3 jobs: verified\./);
    assert.doesNotMatch(ledgerHtml([{ ...chapter, claims: claimsIn([here("holds")]) }]), /recorded/);
  });
});

test("an effect that was not measured is a dash", () => {
  assert.equal(effectText({ effect: null, interval: null }), "–");
});

test("a picture without a title is called by its words", () => {
  assert.deepEqual(
    shownPictures(notebook, "2.1-language-model").map(({ id, alt }) => [id, alt]),
    [["2.1-the-loss-falls", "the loss falls"]],
  );
  assert.equal(titleOf(notebook, "file"), "The title");
});

test("a saved notebook has no timings, and its keys in order", () => {
  const saved = withoutTimings({ ...notebook, metadata: { ...notebook.metadata, lecture_lab: {} as never } });
  assert.deepEqual(saved.cells[1].metadata, { tags: ["kept"] });
  assert.equal(serialise(saved).includes("lecture_lab"), false);
  assert.equal(serialise({ ...notebook }).indexOf('"cells"') < serialise(notebook).indexOf('"metadata": {'), true);
  assert.match(serialise(saved), /^\{\n "cells": \[/);
});

test("a figure's numbers stand in one line, and nothing is lost", () => {
  const data = {
    x: [1, -2.5e-7, null],
    text: [
      ["a", '"'],
      ["\\", "\n"],
    ],
    source: ["one\n", "[2,\n 3]"],
    empty: [],
  };
  const notebook = { cells: [], metadata: { data }, nbformat: 4, nbformat_minor: 5 };
  const text = serialise(notebook);
  assert.deepEqual(JSON.parse(text), notebook);
  assert.match(text, /"x": \[1,-2\.5e-7,null\]/);
  assert.match(text, /"source": \[\n +"one/);
});
