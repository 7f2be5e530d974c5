import { type DiagramNode, type Edge, lengthOf, vectorOf, type WeightColumns } from "./diagramGraph";

/** What a drawing calls a vector: "f_{t}", "h_{t−1}"; undefined where the lecture has no letter for it. A zero may be many, by `read`. */
export type Names = (node: DiagramNode, port: string, read?: Read) => string | undefined;

/** As what a step takes a vector, and in which layer. */
export interface Read {
  readonly as?: string;
  readonly layer: number;
}

/** What a node computes, in the lecture's letters: "f_t = σ(x_t W_xf + h_{t−1} W_hf + b_f)". */
export function equation(node: DiagramNode, names: Names): string {
  const left = Object.keys(node.values).map((port) => names(node, port));
  const right = rightSide(node, names);
  const known = left.every((one) => one !== undefined) && left.join(", ") !== right;
  return known ? `${left.join(", ")} = ${right}` : right;
}

/** A vector by its name, or by what computes it. */
function called({ node, port, as }: Edge, { layer }: DiagramNode, names: Names): string {
  return names(node, port, { as, layer }) ?? rightSide(node, names);
}

/** What is multiplied: a sum and, before a matrix, a product number by number stand in brackets. */
const factor = (text: string, loose: RegExp): string =>
  loose.test(text.replace(/\(.*\)|\[.*\]/g, "")) ? `(${text})` : text;
const [sums, sumsAndProducts] = [/ [+−] /, / [+−⊙·÷] /];

function rightSide(node: DiagramNode, names: Names): string {
  const inputs = node.inputs.map((edge) => called(edge, node, names));
  switch (node.kind) {
    case "given":
    case "weight":
    case "constant":
      return names(node, "") ?? node.label;
    case "step":
    case "part":
      return `${node.label}(${inputs.join(", ")})`;
    case "result":
      return inputs[0];
    case "join":
      return `[${inputs.join(", ")}]`;
    case "map": {
      const terms = node.inputs.map((edge, i) => {
        const weight = edge.weight as WeightColumns;
        return `${factor(inputs[i], sumsAndProducts)} ${weight.diagonal ? "⊙ " : ""}${weightName(weight, node)}`;
      });
      const sum = [...terms, ...node.biases.map((bias) => weightName(bias, node))].join(" + ");
      return node.label === "linear" ? sum : `${node.label}(${sum})`;
    }
    default:
      return operation(node.label, inputs);
  }
}

/** "W_xf": the block of a shared matrix that belongs to the gate f. */
export function weightName({ weight, from, size, of, transposed }: WeightColumns, { name }: DiagramNode): string {
  const own = weight.split(".").at(-1) as string;
  const [, letter, rest] = /^(\p{L})(.*)$/u.exec(own) ?? [undefined, own, ""];
  const gate = size < of ? (name ?? `${from + 1}…${from + size}`) : "";
  const index = `${rest}${gate}`;
  return `${letter}${index ? `_{${index}}` : ""}${transposed ? "^{T}" : ""}`;
}

function operation(label: string, inputs: readonly string[]): string {
  if (label === "×") return inputs.map((one) => factor(one, sums)).join(" ⊙ ");
  if (["+", "−", "÷", "·"].includes(label) && inputs.length > 1)
    return inputs
      .map((one, i) => (label === "+" || (i === 0 && label === "−") ? one : factor(one, sums)))
      .join(` ${label} `);
  if (label === "Σ α") {
    const [weights, places] = inputs.map((one) => one.replace(/_\{.*\}$/, ""));
    return `Σ_{i} ${weights}_{i} ${places}_{i}`;
  }
  if (label.endsWith("−") && label.length > 1) return `${label.slice(0, -1)} − ${inputs[0]}`;
  return `${label}(${inputs.join(", ")})`;
}

/** "8 numbers: −0.31  0.77 …", and the norm of the gradient that comes back. */
export function summary(node: DiagramNode, gradients = false): string {
  const { data, gradient } = vectorOf(node);
  const few = data
    .slice(0, 6)
    .map((v) => threeDigits(v))
    .join("  ");
  const back = gradients && gradient ? `; gradient's norm ${threeDigits(lengthOf(gradient))}` : "";
  return `${data.length === 1 ? "1 number" : `${data.length} numbers`}: ${few}${data.length > 6 ? " …" : ""}${back}`;
}

/** Three digits that count. */
export function threeDigits(v: number): string {
  if (v === 0) return "0";
  const text = Math.abs(v) >= 0.001 && Math.abs(v) < 10_000 ? String(Number(v.toPrecision(3))) : v.toExponential(1);
  return text.replaceAll("-", "−");
}
