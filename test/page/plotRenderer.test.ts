/// <reference path="../../lib/view/jsdom.d.ts" />
import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { plotRenderers } from "../../lib/page/plotRenderer";

const { document, MutationObserver } = new JSDOM("<!doctype html><body></body>").window;
class ResizeObserver {
  observe(): void {}
  disconnect(): void {}
}
Object.assign(globalThis, { document, MutationObserver, ResizeObserver });

class Base {
  readonly node = document.createElement("div");
  dispose(): void {}
}

test("a figure that Plotly refuses is told of, and the next one in its place is drawn", async () => {
  const drawn: unknown[] = [];
  const plotly = {
    async react(_target: HTMLElement, data: unknown) {
      if ((data as readonly unknown[]).length === 0) throw new Error("refused");
      drawn.push(data);
    },
    addFrames: async () => undefined,
    purge: () => undefined,
    Plots: { resize: () => undefined },
  };
  const { mimeTypes, createRenderer } = plotRenderers(Base, async () => plotly).rendererFactory;
  const renderer = createRenderer();
  const shown = (data: readonly unknown[]) => renderer.renderModel({ data: { [mimeTypes[0]]: { data, layout: {} } } });
  const next = [{ y: [1, 2] }];
  await assert.rejects(shown([]), /refused/);
  await shown(next);
  assert.deepEqual(drawn, [next]);
});
