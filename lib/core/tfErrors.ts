import { isOutOfMemory, LabError } from "./errors";
import { disposed, tensorType } from "./tensorText";

/** Those methods of tfjs-node's backend that all its operations pass through. */
interface Operations {
  executeSingleOutput(name: string, attributes: unknown, inputs: readonly Given[]): unknown;
  executeMultipleOutputs(name: string, attributes: unknown, inputs: readonly Given[], outputs: number): unknown;
}

type Given = { readonly dtype: string; readonly shape: readonly number[]; readonly isDisposed?: boolean } | bigint;

/**
 * What TensorFlow refuses is from now on told by the operation's name and by what it was given.
 * @param current the name by which tfjs knows the operation that runs now, if there is one
 */
export function wordOperations(backend: object, current: () => string | undefined): void {
  const operations = backend as Operations;
  for (const method of ["executeSingleOutput", "executeMultipleOutputs"] as const) {
    const run = operations[method] as (
      name: string,
      attributes: unknown,
      inputs: readonly Given[],
      n?: number,
    ) => unknown;
    operations[method] = (name: string, attributes: unknown, inputs: readonly Given[], outputs?: number) =>
      worded(
        () => operationOf(current()) ?? name,
        inputs,
        () => run.call(backend, name, attributes, inputs, outputs),
        () => innerSizes(attributes, inputs),
      );
  }
}

/** Of a product of matrices, what is wrong with it. */
function innerSizes(attributes: unknown, [a, b]: readonly Given[]): string | undefined {
  if (!Array.isArray(attributes) || typeof a !== "object" || typeof b !== "object") return undefined;
  const flag = (name: string) => attributes.find((one) => one.name === name)?.value;
  if (flag("adj_x") === undefined || a.shape.length < 2 || b.shape.length < 2) return undefined;
  const [across, down] = [a.shape.at(flag("adj_x") ? -2 : -1), b.shape.at(flag("adj_y") ? -1 : -2)];
  return across === down ? undefined : `the inner sizes must be equal, here ${across} and ${down}`;
}

/**
 * What `run` returns; what TensorFlow has against it becomes a mistake of the user's, with what it was given.
 * @param reason in other words than TensorFlow's, where there are some
 */
export function worded<R>(
  operation: () => string,
  given: readonly Given[],
  run: () => R,
  reason: () => string | undefined = () => undefined,
): R {
  try {
    return run();
  } catch (error) {
    const gone = given.find((one) => typeof one === "object" && one.isDisposed);
    if (typeof gone === "object") throw new LabError(`${operation()}: ${disposed(gone)}`);
    if (!(error instanceof Error) || !native.test(error.message)) throw error;
    const detail = reason() ?? error.message.replace(native, "").split("\n")[0].replace(/ 0 0$/, "");
    const expected = isOutOfMemory(error) ? "memory for the result" : "tensors that go together";
    const got = given.map((one) => (typeof one === "bigint" ? "int64 []" : tensorType(one)));
    const advice = isOutOfMemory(error) ? "; smaller batches, windows or hidden sizes take less" : "";
    const message = `${operation()}: ${expected} expected, got ${got.join(" and ") || "none"}: ${detail}${advice}`;
    throw new LabError(message, { cause: error });
  }
}

/** How the binding begins what TensorFlow says, and by what number of TensorFlow's. */
const native = /^(Invalid TF_Status: \d+\s+Message|Session fail to run with error): /;

/** "matMul" of the scope "matMul__op". */
const operationOf = (scope: string | undefined): string | undefined => scope?.match(/^(\w+)__op$/)?.[1];

/**
 * What tfjs itself has refused, as a mistake of the user's; any other error as it is. Where it was thrown, its stack
 * says: tfjs has no class of errors.
 */
export function fromTf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LabError) return error;
  const [thrownIn = ""] = error.stack?.match(/^ {4}at .*$/m) ?? [];
  if (!/@tensorflow|\btfjs-/.test(thrownIn)) return error;
  const [message] = error.message.split("\n");
  const [, argument, operation] = message.match(/^Argument '(.+)' passed to '(\w+)' must be .*, but got 'null'$/) ?? [];
  return new LabError(operation ? `${operation}: ${argument}: a tensor expected, got nothing` : message, {
    cause: error,
  });
}
