import { spawn } from "node:child_process";
import path from "node:path";
import { LabError } from "../core/errors";
import { projectRoot } from "../core/project";
import { anchorsOf } from "./anchors";
import type { Source } from "./sources";

/** A notebook, and the anchors of its outputs in order; null of those that have none. */
function asked({ file, notebook, section }: Source) {
  const anchors = new Map(anchorsOf(notebook, section.name).map(({ output, anchor }) => [output, anchor]));
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  return { file, anchors: outputs.map((output) => anchors.get(output) ?? null) };
}

export interface RenderOptions {
  readonly python: string;
  readonly signal: AbortSignal;
  readonly format: "html" | "markdown";
  /** Of the code cells; folded ones open at a click. */
  readonly code: "open" | "folded" | "none";
}

/** The cells of each notebook in the form of a page, made by nbconvert (render.py). */
export async function render(sources: readonly Source[], options: RenderOptions): Promise<string[]> {
  if (sources.length === 0) return [];
  const { python, signal, format, code } = options;
  const script = path.join(projectRoot, "lib/report/render.py");
  const child = spawn(python, [script, "--format", format, "--code", code], { signal });
  child.stdin.end(JSON.stringify(sources.map(asked)));
  const [out, err]: Buffer[][] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const status = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  if (status !== 0) throw new LabError(`the pages cannot be made: ${Buffer.concat(err).toString().trim()}`);
  const lines = Buffer.concat(out).toString().trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { body: string }).body);
}
