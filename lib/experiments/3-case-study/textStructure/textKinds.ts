import {
  type CodeState,
  codeReader,
  type ProseState,
  proseReader,
  type StructureReader,
} from "../../../data/structure";
import type { Count } from "./config";

/** What structure a kind of text has: how it is read, what units are asked for, what is counted in texts that are written. */
export interface TextKind<S> {
  readonly reader: StructureReader<S>;
  /** Properties of a character, given the state after it. */
  readonly labels: Readonly<Record<string, (state: S) => boolean>>;
  /** What can go wrong in what is written, character by character: undefined where there is nothing to go right or wrong. */
  readonly events: Readonly<Record<string, (before: S, after: S, character: string) => boolean | undefined>>;
  /** Characters that something decides which lies out of every n-gram's sight. */
  readonly far: Readonly<Record<string, (before: S, after: S, character: string) => boolean>>;
}

/** How far back a bracket or a quotation mark lies that no n-gram here sees, for none is longer. */
export const outOfSight = 20;

/** Source code: the state is that of lib/data/structure.ts. */
const code: TextKind<CodeState> = {
  reader: codeReader,
  labels: {
    comment: ({ within }) => within === "block comment" || within === "line comment",
    string: ({ within }) => within === "string",
    "round bracket": ({ open }) => open.at(-1)?.character === "(",
    indentation: ({ indentation }) => indentation >= 4,
    "line position": ({ column }) => column >= 40,
  },
  events: {
    "brackets closed": (_, { closed }) => (closed === "nothing" ? undefined : closed !== "wrong"),
    "far brackets closed": ({ open, read }, { closed }) =>
      closed === "nothing" || open.length === 0 || read - open[open.length - 1].at < outOfSight
        ? undefined
        : closed !== "wrong",
    "strings closed": ({ within, delimiter }, after) =>
      within === "string" && delimiter !== "`" && after.within === "code" ? after.previous === delimiter : undefined,
    "comment lines begun with *": ({ within, column, indentation }, _, character) =>
      within === "block comment" && column === indentation && !" \n".includes(character)
        ? character === "*"
        : undefined,
    "lines indented as their brackets say": lineIndented,
  },
  far: {
    "bracket closed": ({ open, read }, { closed }) =>
      typeof closed === "object" && read - open[open.length - 1].at >= outOfSight,
    "string closed": (before, { within }) => before.within === "string" && within === "code" && isFar(before),
    "comment closed": (before, { within }) => before.within === "block comment" && within === "code" && isFar(before),
  },
};

const isFar = ({ read, since }: CodeState): boolean => read - since >= outOfSight;

/** At the first character of a line of code: two spaces for each line whose brackets are open, but for one that this character closes. */
function lineIndented({ within, column, indentation, open }: CodeState, _: CodeState, character: string) {
  if (within !== "code" || column !== indentation || " \n/".includes(character)) return undefined;
  const left = ")]}".includes(character) ? open.slice(0, -1) : open;
  return indentation === 2 * new Set(left.map(({ line }) => line)).size;
}

const prose: TextKind<ProseState> = {
  reader: proseReader,
  labels: {
    quotation: ({ quotedAt }) => quotedAt > 0,
    "word position": ({ letters }) => letters >= 4,
    "sentence position": ({ sentence }) => sentence >= 80,
  },
  events: {},
  far: {},
};

export const textKinds = { code, prose } as unknown as Readonly<Record<string, TextKind<unknown>>>;

/** The counts of all the texts together. */
export function added(counts: readonly Readonly<Record<string, Count>>[]): Record<string, Count> {
  const names = Object.keys(counts[0] ?? {});
  const sum = (name: string, of: keyof Count) => counts.reduce((total, one) => total + one[name][of], 0);
  return Object.fromEntries(names.map((name) => [name, { right: sum(name, "right"), all: sum(name, "all") }]));
}
