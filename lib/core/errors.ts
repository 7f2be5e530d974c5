/** `inspect.custom` of node:util by its public name, for a page has no node:util. */
const inspected = Symbol.for("nodejs.util.inspect.custom");

/**
 * A mistake of the user's: says what was expected, what was got, and where.
 * It prints as that sentence alone, without a stack, wherever it is caught; the notebook points at the cell's line.
 */
export class LabError extends Error {
  /** From where it came. */
  declare readonly trace: { readonly stack: string };

  /** @param options its `cause` is what a package has thrown, whose message the sentence tells */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.stack = message;
    const trace = { stack: "" };
    Error.captureStackTrace?.(trace, LabError); // not every browser has it
    // Of a package's error, from where that came: it may have been in a function of the user's.
    if (this.cause instanceof Error) trace.stack = `${this.cause.stack}\n${trace.stack}`;
    Object.defineProperty(this, "trace", { value: trace });
  }

  [inspected](): string {
    return this.message;
  }
}

/** Of what another process has thrown: a mistake of the user's is one here, too. */
export const fromProcess = (error: unknown): unknown =>
  error instanceof Error && "trace" in error ? new LabError(error.message) : error;

/** Whether something could not be had because there is no memory left, or never was so much. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error &&
  /TF_Status: 8\b|OOM when allocating|ResourceExhausted|allocation failed|bad_alloc|ENOMEM|Invalid (typed )?array (buffer )?length/.test(
    error.message,
  );

/** `message` as a LabError, unless `condition` holds. */
export function expect(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new LabError(typeof message === "string" ? message : message());
}

/** A value as one would name it in a sentence. */
export function briefly(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value))
    return value.length === 0 ? "an empty list" : `a list of ${value.length}${holding(value.flat(3))}`;
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a promise: await is missing";
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (typeof value === "object" && value !== null)
    return "dtype" in value && "shape" in value
      ? `a tensor ${value.dtype === "float32" ? "" : `${value.dtype} `}[${String(value.shape).replaceAll(",", ", ")}]`
      : `an object${holding(Object.values(value))}`;
  return String(value);
}

const holding = (parts: readonly unknown[]): string =>
  parts.some((part) => part instanceof Promise) ? " with a promise in it: await is missing" : "";
