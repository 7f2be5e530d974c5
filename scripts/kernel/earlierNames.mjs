// @ts-check
import { basename } from "node:path";

/** @typedef {typeof import("@tslab/typescript-for-tslab")} TypeScript */
/** @typedef {import("@tslab/typescript-for-tslab").Node} Node */
/** @typedef {import("@tslab/typescript-for-tslab").BuilderProgram} BuilderProgram */

/** What tslab calls the declarations of earlier cells. */
const EARLIER = "__prev__.d.ts";

/**
 * What earlier cells have declared is found behind `exports`, and tslab writes so wherever a name is used. Two it mistakes:
 * in `{ name }` it takes the name for the property's, which here becomes `{ name: exports.name }`; and in
 * `const { name: other } = …` it takes the property for the name, which here becomes `{ "name": other }`.
 * @param {TypeScript} ts
 * @param {BuilderProgram} made
 */
export function findEarlierNames(ts, made) {
  const { emit } = made;
  made.emit = (file, write, token, only, custom) =>
    emit(file, write, token, only, { ...custom, before: [...(custom?.before ?? []), inFull(ts, made)] });
}

/** @param {TypeScript} ts @param {BuilderProgram} made @returns {import("@tslab/typescript-for-tslab").TransformerFactory<import("@tslab/typescript-for-tslab").SourceFile>} */
const inFull = (ts, made) => (context) => {
  const { factory } = ts;
  const checker = made.getProgram().getTypeChecker();
  /** @param {Node} node @returns {Node} */
  const visit = (node) => {
    if (ts.isBindingElement(node) && node.propertyName && ts.isIdentifier(node.propertyName)) {
      const { dotDotDotToken, propertyName, name, initializer } = node;
      const property = ts.setTextRange(factory.createStringLiteral(propertyName.text), propertyName);
      const quoted = factory.updateBindingElement(node, dotDotDotToken, property, name, initializer);
      return ts.visitEachChild(quoted, visit, context);
    }
    if (!ts.isShorthandPropertyAssignment(node)) return ts.visitEachChild(node, visit, context);
    const { name, objectAssignmentInitializer: otherwise } = node;
    const declared = checker.getShorthandAssignmentValueSymbol(node)?.declarations ?? [];
    if (!declared.some((one) => basename(one.getSourceFile().fileName) === EARLIER)) return node;
    const value = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name.text);
    const whole = otherwise ? factory.createAssignment(value, otherwise) : value;
    return ts.setTextRange(factory.createPropertyAssignment(name.text, whole), node);
  };
  return (file) => ts.visitEachChild(file, visit, context);
};
