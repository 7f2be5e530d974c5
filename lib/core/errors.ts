import { inspect } from "node:util";

/**
 * A mistake of the user's: says what was expected, what was got, and where.
 * It prints as that sentence alone, without a stack, wherever it is caught; the notebook points at the cell's line.
 */
export class LabError extends Error {
  /** From where it came. */
  declare readonly trace: { readonly stack: string };

  constructor(message: string) {
    super(message);
    this.stack = message;
    const trace = {};
    Error.captureStackTrace(trace, LabError);
    Object.defineProperty(this, "trace", { value: trace });
  }

  [inspect.custom](): string {
    return this.message;
  }
}

/** `message` as a LabError, unless `condition` holds. */
export function expect(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new LabError(typeof message === "string" ? message : message());
}
