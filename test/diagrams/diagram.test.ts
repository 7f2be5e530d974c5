import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cell, cellStep } from "../../lib/cells/cell";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { gradientsOf } from "../../lib/core/gradients";
import { normal, seed } from "../../lib/core/random";
import { scoped } from "../../lib/core/scoped";
import { tf } from "../../lib/core/tf";
import { diagram } from "../../lib/diagrams/diagram";
import { type DiagramGraph, type DiagramNode, only, vectorOf } from "../../lib/diagrams/diagramGraph";
import { farthest } from "../../lib/diagrams/recompute";
import { cells } from "../cells/cells";
import { flaws } from "./lines";
import { networks } from "./networks";
import { ownCells } from "./ownCells";

const all: readonly Cell[] = [...cells, ...ownCells];

describe("a drawing is what the code computes", () => {
  for (const cell of all) {
    test(`${cell.name}: one step`, () => {
      const drawn = scoped(() => diagram(cell, { title: "One step" }));
      assert.deepEqual(flaws(drawn.svg, drawn.graph), []);
      assert.ok(drawn.svg.length < 60_000, `${drawn.svg.length} characters`);
    });
  }
  for (const [name, make] of Object.entries(networks)) {
    test(`${name}: unrolled`, () => {
      const drawn = scoped(() => {
        const { run, ...what } = make();
        return diagram(run, { name, ...what });
      });
      assert.deepEqual(flaws(drawn.svg, drawn.graph), []);
      assert.ok(drawn.svg.length < 60_000, `${drawn.svg.length} characters`);
      for (const { label } of drawn.graph.results) assert.ok(drawn.alt.includes(label), drawn.alt);
    });
  }

  test("a graph with one input exchanged, one weight's columns shifted or one operation another is not it", () => {
    scoped(() => {
      const cell = lstm({ inputSize: 8, hiddenSize: 8 });
      const weights = cell.init(seed(1));
      const state = { h: normal<tf.Rank.R2>(seed(2), [1, 8]), c: normal<tf.Rank.R2>(seed(3), [1, 8]) };
      const { graph } = diagram(cell, { run: { params: weights, state, x: normal<tf.Rank.R2>(seed(4), [1, 8]) } });
      assert.ok(farthest(graph, weights) < 1e-6);
      const altered = graph.nodes.flatMap((node) =>
        alterations(node, graph).map((other) => swapped(graph, node, other)),
      );
      assert.ok(altered.length > 20);
      for (const other of altered) assert.ok(farthest(other, weights) > 1e-3);
    });
  });

  test("each gate has its own block of the weights that the gates share", () => {
    const { alt } = diagram(lstm({ inputSize: 4, hiddenSize: 8 }));
    for (const gate of "ifog")
      assert.match(alt, new RegExp(`${gate} t = \\S+\\(x t W x${gate} \\+ h t−1 W h${gate} \\+ b ${gate}\\)`));
    assert.match(alt, /c t = f t ⊙ c t−1 \+ i t ⊙ g t; h t = o t ⊙ tanh\(c t\)/);
    assert.match(diagram(ownCells[1]).alt, /o t = σ\(.*\+ c t ⊙ w o/);
    assert.match(diagram(ownCells[3]).alt, /f t = σ\(x t W xf \+ h t−1 W hf\)/);
  });

  test("its gradients are those of the loss", () => {
    scoped(() => {
      const cell = vanilla({ inputSize: 3, hiddenSize: 5 });
      const [params, x] = [cell.init(seed(1)), normal<tf.Rank.R2>(seed(2), [1, 3])];
      const state = { h: normal<tf.Rank.R2>(seed(3), [1, 5]) };
      const { graph } = diagram(cell, { run: { params, state, x } });
      const { grads } = gradientsOf(() => cell.step(params, state, x).h.sum(), [state.h, x]);
      for (const [i, label] of ["h", "x"].entries()) {
        const drawn = graph.nodes.find((node) => node.kind === "given" && node.label === label) as DiagramNode;
        assert.deepEqual(vectorOf(drawn).gradient, Array.from(grads[i].dataSync()));
      }
    });
  });

  test("it is the same drawing each time, and leaves no tensor", () => {
    const cell = lstm({ inputSize: 4, hiddenSize: 8 });
    const first = diagram(cell).svg;
    const before = tf.memory().numTensors;
    assert.equal(diagram(cell).svg, first);
    assert.equal(tf.memory().numTensors, before);
  });

  test("of many steps the first three and the last are drawn", () => {
    scoped(() => {
      const cell = vanilla({ inputSize: 4, hiddenSize: 6 });
      const [weights, x] = [cell.init(seed(1)), normal<tf.Rank.R2>(seed(2), [1, 4])];
      const run = () => {
        let state = cell.zeroState(1);
        for (let t = 0; t < 300; t++) state = cellStep(cell, weights, state, x);
        return { h: state.h };
      };
      const { svg, graph } = diagram(run, { name: "300 steps", weights, given: { x } });
      assert.equal(graph.nodes.filter(({ kind }) => kind === "step").length, 300);
      assert.equal([...svg.matchAll(/class="node state"/g)].length, 5); // four steps and an ellipsis
      assert.match(svg, />…</);
    });
  });
});

describe("what cannot be drawn is answered in one sentence", () => {
  const cell = vanilla({ inputSize: 3, hiddenSize: 4 });
  const odd = (step: (h: tf.Tensor) => tf.Tensor): Cell => ({
    ...cell,
    name: "odd",
    step: (_, { h }) => ({ h: step(h) }),
  });
  let calls = 0;
  const mistakes: readonly (readonly [Cell, RegExp])[] = [
    [odd((h) => h.mul(h.dataSync()[0] > 0 ? 2 : 3)), /reads a tensor's value/],
    [odd((h) => (calls++ % 2 ? h.tanh() : h.sigmoid())), /takes another way the second time/],
    [odd((h) => h.matMul(tf.ones([7, 4]))), /^diagram: odd: step: matMul: .*4.*7; the step was given Wx .* h float32/],
    [odd((h) => h.cumsum(1)), /Cumsum/],
  ];
  for (const [one, message] of mistakes) {
    test(String(message), () => {
      assert.throws(
        () => diagram(one),
        (error: Error) => message.test(error.message) && error.stack === error.message,
      );
    });
  }
});

/** A node as it is not: with inputs exchanged, other columns, another operation. */
function alterations(node: DiagramNode, { nodes }: DiagramGraph): DiagramNode[] {
  const others = nodes.filter(
    (one) =>
      one.kind === "map" && one !== node && !node.inputs.some((edge) => edge.node === one) && one.order < node.order,
  );
  const exchanged = others.slice(0, 1).flatMap((other) =>
    node.inputs.map((_, i) => ({
      ...node,
      inputs: node.inputs.map((edge, j) => (i === j ? { ...edge, node: other, port: only } : edge)),
    })),
  );
  const shifted = node.inputs.flatMap((edge, i) => {
    const weight = edge.weight && { ...edge.weight, from: (edge.weight.from + 8) % 32 };
    return weight ? [{ ...node, inputs: node.inputs.map((one, j) => (i === j ? { ...one, weight } : one)) }] : [];
  });
  const relabelled =
    node.kind === "operation" && node.inputs.length === 2 ? [{ ...node, label: node.label === "+" ? "×" : "+" }] : [];
  return [...exchanged, ...shifted, ...relabelled];
}

const swapped = (graph: DiagramGraph, node: DiagramNode, other: DiagramNode): DiagramGraph => ({
  ...graph,
  nodes: graph.nodes.map((one) => (one === node ? other : one)),
});
