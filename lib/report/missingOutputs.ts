import path from "node:path";
import { projectRoot } from "../core/project";
import { joined, type Notebook } from "./ipynb";
import type { Section } from "./section";

const shows = /\bshow\(/;
const verdicts = /\.verdict\([^()]*,\s*["'`]([\w-]+)["'`]\s*\)/g;

/**
 * What a notebook has cells to show, and no output of: JupyterLab saves by itself, also a notebook whose outputs were cleared
 * or whose run has only begun. A sentence; undefined where nothing is missing.
 */
export function missingOutputs({ cells }: Notebook, { number, file }: Section): string | undefined {
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const bare = code.flatMap(({ source, outputs = [] }, i) =>
    outputs.length === 0 && shows.test(joined(source)) ? [{ number: i + 1, source: joined(source) }] : [],
  );
  if (bare.length === 0) return undefined;
  const claims = bare.flatMap(({ source }) => [...source.matchAll(verdicts)].map(([, name]) => `${number}-${name}`));
  const which = bare.map((cell) => cell.number).join(", ");
  return (
    `no output in ${bare.length} of ${code.length} code cells (${which})` +
    `${claims.length > 0 ? `; these claims are missing: ${claims.join(", ")}` : ""}. Run them; ` +
    `or, if the outputs were in Git, get them back with: git restore "${path.relative(projectRoot, file)}"`
  );
}
