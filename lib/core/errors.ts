import { inspect } from "node:util";

/**
 * A mistake of the user's: says what was expected, what was got, and where.
 * It prints as that sentence alone, without a stack, wherever it is caught.
 */
export class LabError extends Error {
  constructor(message: string) {
    super(message);
    this.stack = message;
  }

  [inspect.custom](): string {
    return this.message;
  }
}

/** `message` as a LabError, unless `condition` holds. */
export function expect(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new LabError(typeof message === "string" ? message : message());
}
