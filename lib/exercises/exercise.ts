import type { NamedTensors } from "../core/tensors";

/** A mistake that many make: what one gets by making it. */
export interface Mistake<A extends readonly unknown[]> {
  /** What is wrong, and how it is right. */
  readonly says: string;
  readonly answer: (...args: A) => unknown;
}

/** Arguments that an answer is tried on. */
export interface TriedOn<A extends readonly unknown[]> {
  readonly args: A;
  /** What is special about them, where there are several. */
  readonly given?: string;
}

/** An equation of the lecture, to be written as a function on tensors. */
export interface Exercise<A extends readonly unknown[]> {
  readonly name: string;
  /** What its function is given, argument by argument. */
  readonly takes: readonly string[];
  /** What its function returns, in words: "{ h, c }". */
  readonly returns: string;
  /** Fresh tensors, the same each time. */
  trials(): readonly TriedOn<A>[];
  /** The lab's own answer. */
  readonly right: (...args: A) => unknown;
  readonly mistakes: readonly Mistake<A>[];
  /** Of the arguments those that the answer must have a gradient in. */
  readonly gradientIn?: (...args: A) => NamedTensors;
}
