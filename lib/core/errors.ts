/**
 * A mistake of the user's: says what was expected, what was got, and where.
 * It prints as one sentence, without a stack.
 */
export class LabError extends Error {
  override readonly name = "LabError";

  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}

/** `message` as a LabError, unless `condition` holds. */
export function expect(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new LabError(typeof message === "string" ? message : message());
}
