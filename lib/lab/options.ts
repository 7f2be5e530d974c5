import { z } from "zod";
import { builders } from "../cells/stackOf";
import { expect } from "../core/errors";
import { similar } from "../core/similar";
import { missingCorpus, shippedCorpora } from "../data/text";

/** What an option may be, a schema of zod's; `description` says it to a user who gives something else. */
export interface OptionKind {
  readonly description?: string;
  safeParse(value: unknown): { readonly success: boolean; readonly error?: z.ZodError };
}

/** An option that is a positive whole number. */
export const count: OptionKind = z.int().positive().describe("a positive whole number");
/** An option that is a positive number. */
export const positive: OptionKind = z.number().positive().describe("a positive number");
/** An option that is a text. */
export const text: OptionKind = z.string().min(1).describe("a text");
/** An option that is one of these names. */
export const oneOf = (names: readonly string[]): OptionKind =>
  z.enum(names as [string, ...string[]]).describe(names.join(", "));
const listOf = (kind: OptionKind, description: string): OptionKind =>
  z
    .array(kind as z.ZodType)
    .min(1)
    .describe(description);
/** An option that is a list of positive whole numbers. */
export const counts: OptionKind = listOf(count, "a list of positive whole numbers");
/** An option that is a list of some of these names. */
export const someOf = (names: readonly string[]): OptionKind => listOf(oneOf(names), `some of ${names.join(", ")}`);

/** An option that is a list of networks, which may be empty. */
export const networkList: OptionKind = z
  .array(z.string().regex(new RegExp(`^(${Object.keys(builders).join("|")}) [1-9]\\d*x[1-9]\\d*$`)))
  .describe('a list of networks, such as "lstm 2x128" for two layers of 128 units,');

const corpus: OptionKind = z
  .string()
  .refine((source) => missingCorpus(source) === undefined, { error: ({ input }) => missingCorpus(input as string) })
  .describe(`${shippedCorpora.join(", ")} or the path of a text file`);

/** What has one meaning wherever it is an option. */
const wellKnown: Readonly<Record<string, OptionKind>> = {
  cell: oneOf(Object.keys(builders)),
  corpus,
  corpora: listOf(corpus, `a list of texts, each ${corpus.description}`),
  clipNorm: positive,
  learningRate: positive,
};

/** Kinds of some of an experiment's options. */
export type KindsOf<C extends object> = Readonly<Partial<Record<keyof C, OptionKind>>>;

/** The kind of every option: what the experiment says itself, what is well known, or else: like the default. */
export const kindsOf = <C extends object>(defaults: C, own?: KindsOf<C>): Record<string, OptionKind> =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, own?.[name as keyof C] ?? wellKnown[name] ?? kindOf(value)]),
  );

function kindOf(value: unknown): OptionKind {
  if (Array.isArray(value))
    return typeof value[0] === "string"
      ? listOf(text, "a list of texts")
      : listOf(positive, "a list of positive numbers");
  if (typeof value === "number") return Number.isInteger(value) ? count : positive;
  return text;
}

/** @throws where an option does not exist or is not of its kind, with the id of the experiment */
export function checkOptions(id: string, kinds: Readonly<Record<string, OptionKind>>, config: object): void {
  for (const [name, value] of Object.entries(config)) {
    const names = Object.keys(kinds);
    const meant = () => similar(name, names).map((near) => `did you mean ${near}? `)[0] ?? "";
    expect(Object.hasOwn(kinds, name), () => `${id}: no option ${name}; ${meant()}there are ${names.join(", ")}`);
    const { error } = kinds[name].safeParse(value);
    const why = error?.issues.find(({ code }) => code === "custom")?.message;
    const wanted = () => `${id}: ${name}: ${kinds[name].description} expected, got ${JSON.stringify(value)}`;
    expect(error === undefined, () => wanted() + (why ? ` (${why})` : ""));
  }
}

/** What was typed as an option's value: itself, a number, or a list of either with commas between, as its kind wants. */
export function fromText(kind: OptionKind, typed: string): unknown {
  const items = typed.split(",").map((item) => item.trim());
  const meanings = [typed, Number(typed), items, items.map(Number)];
  return meanings.find((meaning) => kind.safeParse(meaning).success) ?? typed;
}
