/// <reference path="../../lib/view/jsdom.d.ts" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { JSDOM } from "jsdom";
import { slide } from "../../lib/experiments/slides";
import { lookInto } from "../../lib/page/lookInto";
import { harmlessSvg } from "../../lib/view/harmlessSvg";

/** A drawing on a page, as the report and JupyterLab hold it. */
async function onPage(name: Parameters<typeof slide>[0]) {
  const { svg, graph } = await slide(name);
  const { window } = new JSDOM("<!doctype html><body></body>");
  window.document.body.innerHTML = harmlessSvg(window, svg);
  const drawing = window.document.querySelector("svg") as SVGSVGElement;
  lookInto(drawing);
  const part = (label: string) => drawing.querySelector(`.node[aria-label^="${label}"]`) as SVGGElement;
  const said = () => window.document.querySelector(".lab-words")?.textContent ?? "";
  return { window, drawing, graph, part, said };
}

describe("a drawing that one looks into", () => {
  test("says the equation and the numbers of the part that is pointed at, and lights where it comes from and goes", async () => {
    const { window, drawing, part, said } = await onPage("5.2-lstm");
    const before = said();
    part("c t = ").dispatchEvent(new window.Event("pointerover", { bubbles: true }));
    assert.match(said(), /^ct = ft ⊙ ct−1 \+ it ⊙ gt; 8 numbers: /);
    const lit = (kind: string) =>
      [...drawing.querySelectorAll(`.node.${kind}`)].map((one) => one.getAttribute("aria-label"));
    assert.deepEqual(
      lit("source")
        .map((label) => label?.split(";")[0])
        .sort(),
      ["f t ⊙ c t−1", "i t ⊙ g t"],
    );
    assert.ok(lit("reader").some((label) => label?.startsWith("tanh(c t)")));
    drawing.dispatchEvent(new window.Event("pointerleave"));
    assert.equal(said(), before);
    assert.equal(drawing.querySelectorAll(".here, .source, .reader").length, 0);
  });

  test("is one stop of the Tab key, and every part is announced as an image with its equation", async () => {
    const { drawing, graph } = await onPage("5.3-gru");
    const parts = [...drawing.querySelectorAll<SVGGElement>(".node")];
    assert.deepEqual(parts.map(({ tabIndex }) => tabIndex).sort(), [...parts.map(() => -1).slice(1), 0].sort());
    for (const part of parts) {
      assert.equal(part.getAttribute("role"), "img");
      assert.match(part.getAttribute("aria-label") ?? "", /; \d+ numbers?: /);
      assert.ok(graph.nodes.some(({ id }) => String(id) === part.dataset.node));
    }
  });

  test("goes through time, forth and then back along the gradient", async () => {
    const { window, drawing } = await onPage("5.1-gradient-flow");
    const slider = window.document.querySelector(".lab-time input") as HTMLInputElement;
    const at = (value: number) => {
      slider.value = String(value);
      slider.dispatchEvent(new window.Event("input"));
      const seen = (selector: string) => drawing.querySelectorAll(`${selector}:not(.later)`).length;
      return { said: slider.getAttribute("aria-valuetext"), parts: seen(".node"), backs: seen(".back") };
    };
    const steps = Number(slider.max) / 2;
    assert.deepEqual(
      [at(1).said, at(steps).said, at(steps + 1).said],
      ["t = 1", `t = ${steps}`, `back at t = ${steps}`],
    );
    const forth = Array.from({ length: steps }, (_, i) => at(i + 1));
    const back = Array.from({ length: steps }, (_, i) => at(steps + i + 1));
    for (const [i, now] of forth.entries()) assert.ok(now.backs === 0 && (i === 0 || now.parts > forth[i - 1].parts));
    for (const [i, now] of back.entries()) assert.ok(i === 0 || now.backs > back[i - 1].backs);
    assert.equal(back.at(-1)?.backs, drawing.querySelectorAll(".back").length);
  });

  test("has no time to go through where it is one step", async () => {
    const { window } = await onPage("2-cell");
    assert.equal(window.document.querySelector(".lab-time"), null);
  });
});

describe("a drawing of anyone's", () => {
  const { window } = new JSDOM("");
  const inside = (evil: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" class="lab-diagram">${evil}<text>x</text></svg>`;
  const evils = [
    "<script>alert(1)</script>",
    '<image href="http://example.org/a.png"/>',
    '<a href="javascript:alert(1)"><rect/></a>',
    "<foreignObject><iframe src='http://example.org'/></foreignObject>",
    '<rect onclick="alert(1)"/>',
    '<rect style="fill:url(http://example.org)"/>',
    '<rect fill="url(http://example.org#a)"/>',
    "<style>@import url(http://example.org);</style><style>*{background:url(http://example.org)}</style>",
    '<use href="http://example.org#a"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
  ];
  for (const evil of evils) {
    test(`keeps nothing of ${evil}`, () => {
      assert.doesNotMatch(harmlessSvg(window, inside(evil)), /example|alert|script|style|href|url/i);
    });
  }

  test("that is none of the lab's is none", () => {
    for (const text of ["", "words", "<p>words</p>", "<svg><rect/></svg>", "<svg", inside("<rect>")])
      assert.equal(harmlessSvg(window, text), "", text);
  });

  test("of the lab's stays what it is, but for its style sheet", async () => {
    for (const name of ["5.2-lstm", "5.2-gradient-highway", "2.1-hello"] as const) {
      const { svg } = await slide(name);
      assert.equal(harmlessSvg(window, svg), svg.replace(/<style>[\s\S]*?<\/style>/, ""));
    }
  });
});
