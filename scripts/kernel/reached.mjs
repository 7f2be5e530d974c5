// @ts-check
import { kernelTypescript } from "./typescript.mjs";

/**
 * The statements of a cell that failed which come before the first variable without a value: what they declare stays,
 * as Jupyter's users expect of a cell that got that far.
 * @param {string} source @param {(name: string) => boolean} isDefined
 */
export function reachedSource(source, isDefined) {
  const ts = kernelTypescript();
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest);
  let end = 0;
  for (const statement of file.statements) {
    const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    if (!declared.every(({ name }) => namesIn(name).every(isDefined))) break;
    end = statement.end;
  }
  return source.slice(0, end);
}

/** Also those of `const { a, b: [c] } = …`. @param {import("@tslab/typescript-for-tslab").BindingName} name @returns {string[]} */
function namesIn(name) {
  const ts = kernelTypescript();
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}
