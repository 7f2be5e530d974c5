import { z } from "zod";
import { builders } from "../cells/stackOf";
import { expect } from "../core/errors";
import { isCorpus, shippedCorpora } from "../data/text";

/** What an option may be, a schema of zod's; `description` says it to a user who gives something else. */
export interface Kind {
  readonly description?: string;
  safeParse(value: unknown): { readonly success: boolean };
}

export const count: Kind = z.int().positive().describe("a positive whole number");
export const positive: Kind = z.number().positive().describe("a positive number");
export const text: Kind = z.string().min(1).describe("a text");
export const oneOf = (names: readonly string[]): Kind =>
  z.enum(names as [string, ...string[]]).describe(names.join(", "));
const listOf = (kind: Kind, description: string): Kind =>
  z
    .array(kind as z.ZodType)
    .min(1)
    .describe(description);
export const counts: Kind = listOf(count, "a list of positive whole numbers");
export const someOf = (names: readonly string[]): Kind => listOf(oneOf(names), `some of ${names.join(", ")}`);

const corpus: Kind = z
  .string()
  .refine(isCorpus)
  .describe(`${shippedCorpora.join(", ")} or the path of a UTF-8 text file`);

/** What has one meaning wherever it is an option. */
const wellKnown: Readonly<Record<string, Kind>> = {
  cell: oneOf(Object.keys(builders)),
  corpus,
  corpora: listOf(corpus, `a list of texts, each ${corpus.description}`),
  clipNorm: positive,
};

/** Kinds of some of an experiment's options. */
export type KindsOf<C extends object> = Readonly<Partial<Record<keyof C, Kind>>>;

/** The kind of every option: what the experiment says itself, what is well known, or else: like the default. */
export const kindsOf = <C extends object>(defaults: C, own?: KindsOf<C>): Record<string, Kind> =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, own?.[name as keyof C] ?? wellKnown[name] ?? kindOf(value)]),
  );

function kindOf(value: unknown): Kind {
  if (Array.isArray(value))
    return typeof value[0] === "string"
      ? listOf(text, "a list of texts")
      : listOf(positive, "a list of positive numbers");
  if (typeof value === "number") return Number.isInteger(value) ? count : positive;
  return text;
}

/** @throws where an option does not exist or is not of its kind, with the id of the experiment */
export function checkOptions(id: string, kinds: Readonly<Record<string, Kind>>, config: object): void {
  for (const [name, value] of Object.entries(config)) {
    expect(Object.hasOwn(kinds, name), () => `${id}: no option ${name}; there are ${Object.keys(kinds).join(", ")}`);
    const wanted = () => `${id}: ${name}: ${kinds[name].description} expected, got ${JSON.stringify(value)}`;
    expect(kinds[name].safeParse(value).success, wanted);
  }
}

/** What was typed as an option's value: itself, a number, or a list of either with commas between, as its kind wants. */
export function fromText(kind: Kind, typed: string): unknown {
  const items = typed.split(",").map((item) => item.trim());
  const meanings = [typed, Number(typed), items, items.map(Number)];
  return meanings.find((meaning) => kind.safeParse(meaning).success) ?? typed;
}
