// @ts-check
import { kernelTypescript } from "./typescript.mjs";

/**
 * Whether code waits outside its functions. tslab asks what its compiler complains about, which overlooks `await (a)`,
 * `await [a]` and `for await`.
 * @param {string} code
 */
export function hasTopLevelAwait(code) {
  if (!/\bawait\b/.test(code)) return false;
  const ts = kernelTypescript();
  /** @param {import("@tslab/typescript-for-tslab").Node} node @returns {boolean | undefined} */
  const waits = (node) => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
    return ts.forEachChild(node, (child) => waits(child) || undefined);
  };
  // A module, in which `await` is a keyword.
  return waits(ts.createSourceFile("cell.ts", `export {};\n${code}`, ts.ScriptTarget.Latest)) ?? false;
}
