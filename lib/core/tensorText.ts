/** What is shown of a tensor. */
interface Shown {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly isDisposed: boolean;
  dataSync(): ArrayLike<unknown>;
}

/** "float32 [2, 3]" */
export const tensorType = ({ dtype, shape }: Pick<Shown, "dtype" | "shape">): string =>
  `${dtype} [${shape.join(", ")}]`;

/** Said of a tensor whose numbers are gone. */
export const disposed = (tensor: Pick<Shown, "dtype" | "shape">): string =>
  `a tensor ${tensorType(tensor)} is used after it was disposed: by dispose, or at the end of the tf.tidy that made it; ` +
  "dispose it later, return it from the tidy, or keep it with tf.keep";

/**
 * A tensor as a cell shows it: type, shape and numbers, of many the first and the last three along each axis.
 * @param depth below 0 no numbers are shown, as of what lies deep in an object
 */
export function tensorText(tensor: Shown, depth: number, indentation = 0): string {
  const head = `${"trainable" in tensor ? "Variable" : "Tensor"} ${tensorType(tensor)}`;
  if (tensor.isDisposed) return `${head}, disposed`;
  if (depth < 0) return head;
  if (tensor.shape.includes(0)) return `${head} []`;
  let values: ArrayLike<unknown>;
  try {
    values = tensor.dataSync();
  } catch {
    return `${head}, whose numbers cannot be read here`;
  }
  const [first, ...others] = aligned(tensor, (i) => worded(values, i, tensor.dtype));
  if (others.length === 0) return `${head} ${first}`;
  return [head, ...[first, ...others].map((row) => row && " ".repeat(indentation + 1) + row)].join("\n");
}

function worded(values: ArrayLike<unknown>, i: number, dtype: string): string {
  const short = (value: unknown) => String(Number((value as number).toPrecision(4)));
  if (dtype === "complex64") return `${short(values[2 * i])} + ${short(values[2 * i + 1])}i`;
  if (dtype === "bool") return values[i] ? "true" : "false";
  return dtype === "string" ? JSON.stringify(values[i]) : short(values[i]);
}

/** Lines of nested lists, each element as wide as the widest that is shown. */
function aligned({ shape }: Shown, element: (i: number) => string): string[] {
  const size = shape.reduce((product, side) => product * side, 1);
  const whole = size > mostElements ? 6 : shape.length > 1 ? mostAcross : mostAlong;
  const widths: number[] = [];
  rowsOf(shape, whole, 0, (i) => String(widths.push(element(i).length)));
  const width = shape.length > 1 ? Math.max(...widths) : 0;
  return rowsOf(shape, whole, 0, (i) => element(i).padStart(width));
}

/** Of longer axes, of a matrix than fit in a line, of every longer than six where there are more elements, the ends are shown. */
const [mostAlong, mostAcross, mostElements] = [20, 10, 200];

function rowsOf(
  [length, ...inner]: readonly number[],
  whole: number,
  start: number,
  element: (i: number) => string,
): string[] {
  if (length === undefined) return [element(start)];
  const size = inner.reduce((product, side) => product * side, 1);
  const part = (i: number) => rowsOf(inner, whole, start + i * size, element);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => part(from + i));
  const parts = length <= whole ? range(0, length) : [...range(0, 3), ["…"], ...range(length - 3, length)];
  if (inner.length === 0) return [`[${parts.flat().join(", ")}]`];
  const gap = inner.length > 1 ? [""] : [];
  const lines = parts.flatMap((rows, i) =>
    (i === 0 ? rows : [...gap, ...rows]).map((row, j, all) =>
      j === all.length - 1 && i < parts.length - 1 ? `${row},` : row,
    ),
  );
  return lines.map((row, i) => row && `${i === 0 ? "[" : " "}${row}${i === lines.length - 1 ? "]" : ""}`);
}
