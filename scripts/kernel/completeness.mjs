// @ts-check
import { kernelTypescript } from "./typescript.mjs";

/** A parser that is at its end and wants more: "… expected", and the three things that may stay open. */
const wantsMore = new Set([1005, 1003, 1109, 1128, 1010, 1160, 1161]);

/**
 * Whether code that is being typed can run: "complete", "incomplete" (Enter then goes on, so much indented), or "invalid".
 * @param {string} code
 */
export function completeness(code) {
  const ts = kernelTypescript();
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  // Not in the types, but what the compiler itself reads.
  const { parseDiagnostics } = /** @type {{ parseDiagnostics: import("@tslab/typescript-for-tslab").Diagnostic[] }} */ (
    /** @type {unknown} */ (file)
  );
  if (parseDiagnostics.length === 0) return { status: "complete" };
  const end = code.trimEnd().length;
  const open = parseDiagnostics.every(({ start = 0, code: number }) => start >= end && wantsMore.has(number));
  return open ? { status: "incomplete", indent: indent(code) } : { status: "invalid" };
}

/** @param {string} code */
function indent(code) {
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  const [current] = last.match(/^\s*/) ?? [""];
  return /[{([]$|=>$/.test(last) ? `${current}  ` : current;
}
