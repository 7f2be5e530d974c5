/** By its first word, as in Visual7W: six kinds that are told an answer, and "which", answered by pointing. */
export const questionTypes = ["what", "where", "when", "who", "why", "how", "which"] as const;
export type QuestionType = (typeof questionTypes)[number];

/** A question before its choices are drawn. */
export interface Asked<C> {
  readonly type: QuestionType;
  readonly text: string;
  readonly answer: C;
  /** Wrong choices: all of the first list are taken before any of the second, and so on. */
  readonly distractors: readonly (readonly C[])[];
  /** Whether these words could have this answer in any picture at all. */
  allowed(choice: C): boolean;
  /** Whether this picture gives this answer to any such question. */
  supported(choice: C): boolean;
}

/** Answered in words. */
export type Telling = Asked<string>;
