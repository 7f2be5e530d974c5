/**
 * With LAB_EVERY_MOMENT=1 a slow test runs each of its cases; otherwise some, chosen so that each
 * kind of a cell, a failure, a signal and a front end is among them.
 */
export const everyMoment = process.env.LAB_EVERY_MOMENT === "1";

/** Each of the cases with LAB_EVERY_MOMENT=1, otherwise every n-th. */
export const someOf = <T>(cases: readonly T[], n: number): readonly T[] =>
  everyMoment ? cases : cases.filter((_, i) => i % n === 0);
