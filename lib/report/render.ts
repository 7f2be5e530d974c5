import { spawn } from "node:child_process";
import path from "node:path";
import { pythonEndsWithParent } from "../core/endWithParent";
import { projectRoot } from "../core/project";
import type { KeptMoment } from "../view/explore";
import { momentMime, plotlyMime, verdictMime } from "../view/mime";
import type { Verdict } from "../view/verdict";
import { verdictHtml } from "../view/verdictHtml";
import { anchorsOf } from "./anchors";
import { drawingIn } from "./drawings";
import type { CellOutput } from "./ipynb";
import { harmlessMoment } from "./keptMoments";
import { harmlessPlot, type Plot } from "./plotText";
import type { Source } from "./sources";

/** A notebook, and the anchors of its outputs in order; null of those that have none. */
function asked({ notebook, section }: Source) {
  const anchors = new Map(anchorsOf(notebook, section.name).map(({ output, anchor }) => [output, anchor]));
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const cells = notebook.cells.map((cell) => ({ ...cell, outputs: cell.outputs?.map(asShown) }));
  return { notebook: { ...notebook, cells }, anchors: outputs.map((output) => anchors.get(output) ?? null) };
}

/** What a page draws itself, harmless. */
function asShown(output: CellOutput): CellOutput {
  const plot = output.data?.[plotlyMime] as Plot | undefined;
  const moment = output.data?.[momentMime] as KeptMoment | undefined;
  const verdict = output.data?.[verdictMime] as Verdict | undefined;
  const data = {
    ...output.data,
    ...(plot ? { [plotlyMime]: harmlessPlot(plot) } : {}),
    ...(moment ? { [momentMime]: harmlessMoment(moment) } : {}),
  };
  const own = { drawing: drawingIn(output), verdict: verdict && verdictHtml(verdict) };
  return { ...output, ...(output.data ? { data } : {}), metadata: { ...output.metadata, ...own } };
}

export interface Rendered {
  readonly body: string;
  /** Why it is empty. */
  readonly failure?: string;
}

export interface RenderOptions {
  readonly python: string;
  readonly signal: AbortSignal;
  readonly format: "html" | "markdown";
  /** Of the code cells; folded ones open at a click. */
  readonly code: "open" | "folded" | "none";
}

/** The cells of each notebook in the form of a page, made by nbconvert (render.py); or why they have none. */
export async function render(sources: readonly Source[], options: RenderOptions): Promise<Rendered[]> {
  if (sources.length === 0) return [];
  const { made, death } = await converted(sources, options);
  if (made.length === sources.length) return made;
  // It died of this one: the others' turn is another process's.
  const others = await render(sources.slice(made.length + 1), options);
  return [...made, { body: "", failure: death }, ...others];
}

async function converted(sources: readonly Source[], { python, signal, format, code }: RenderOptions) {
  const script = path.join(projectRoot, "lib/report/render.py");
  const child = spawn(python, [...pythonEndsWithParent, script, "--format", format, "--code", code], { signal });
  child.stdin.on("error", () => undefined); // it ended before it had read all: its status tells
  child.stdin.end(JSON.stringify(sources.map(asked)));
  const [out, err]: Buffer[][] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const status = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  const lines = Buffer.concat(out).toString().split("\n").slice(0, -1);
  const lastWords = Buffer.concat(err).toString().trim().split("\n").at(-1);
  return {
    made: lines.map((line) => JSON.parse(line) as Rendered),
    death: lastWords || `nbconvert ended with ${status}`,
  };
}
