/** What an outcome is measured in: a number before one of these says what came out. */
const units = [
  "%|percent|per cent|points?|bits?|nats?|decades?|µs|ms",
  "seconds?|s(?= |\\.|,|;|\\)|$)|times(?! \\d)|°|degrees|MB|standard (?:errors?|deviations?)",
].join("|");
const number = String.raw`[-−+±]?\d[\d,]*(?:\.\d+)?`;
/** "2.63, 2.62, 2.60 bits", "0.6 to 0.7 µs", "58–68 %", "85 % to 95 %" */
const between = String.raw`(?:\s*(?:–|, and|, |and|or|to|against|instead of|but|/)\s*)`;
const quantity = new RegExp(
  String.raw`(?<![\w.^_\\-])((?:${number}(?:\s*(?:${units}))?${between})*${number})[\s-]*(${units})(?![\w])`,
  "gu",
);

/** A number that prose gives as what came out. */
export interface Quoted {
  /** As it is written: "0.12". */
  readonly text: string;
  readonly unit: string;
  /** The words around it. */
  readonly where: string;
}

/** The numbers with a unit in a cell's Markdown; not those of code, formulas, links and images, and none of the exercises. */
export function quotedNumbers(markdown: string): Quoted[] {
  const prose = markdown
    .replace(/^#.*$/gmu, (heading) => (/Exercises?$/.test(heading) ? heading : " "))
    .replace(/\n#+ Exercises?[\s\S]*/u, "\n")
    .replace(/^#+ Exercises?[\s\S]*/u, "")
    .replace(/```[\s\S]*?```/g, " ‖ ")
    .replace(/`[^`\n]*`/g, " ‖ ")
    .replace(/\$\$[\s\S]*?\$\$/g, " ‖ ")
    .replace(/\$[^$]*\$/g, " ‖ ")
    .replace(/\[[\d.]+\]\([^)]*\)|arXiv:[\d.]+/g, " ‖ ")
    .replace(/9[57](\.5)? % (?=interval|confidence)/g, " ‖ ")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  const around = (index: number, length: number) => prose.slice(Math.max(0, index - 80), index + length + 40).trim();
  const withUnit = [...prose.matchAll(quantity)].flatMap(({ 0: whole, 1: list, 2: unit, index }) =>
    [...list.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map((found) => ({
      ...{ text: found[0].replace(/,$/, ""), unit, where: around(index, whole.length), at: index + found.index },
    })),
  );
  const places = new Set(withUnit.map(({ at }) => at));
  const decimals = [...prose.matchAll(decimal)]
    .map(({ 0: text, index }) => ({ text, unit: "", where: around(index, text.length), at: index }))
    .filter(({ at }) => !places.has(at));
  return [...withUnit, ...decimals];
}

/** A fraction is seldom anything but what came out; not the number of a section, a version or a figure. */
const decimal = /(?<![\w.^_\\-]|[Ss]ections? |sections? \d to |[Ll]ecture |v|Node )\d[\d,]*\.\d+(?![\w.])/gu;

/** Every number that stands in a text, without its sign. */
export const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\d[\d,]*(?:\.\d+)?(?:e[-−+]?\d+)?/gi)].map(([found]) =>
    Number(found.replaceAll(",", "").replace("−", "-")),
  );

/** Whether what prose says is one of these numbers, rounded as prose rounds it, as it is or in percent. */
export function isHeld({ text, unit }: Quoted, held: Iterable<number>): boolean {
  const value = Number(text.replaceAll(",", ""));
  const digits = text.split(".")[1]?.length ?? 0;
  // A whole number that ends in zeros may have been rounded to them.
  const zeros = digits === 0 && value >= 100 ? (text.match(/0+$/)?.[0].length ?? 0) : 0;
  const half = 0.5 * 10 ** (zeros - digits) * (1 + 1e-9);
  const isShare = /^(%|per ?cent|points?)$/.test(unit);
  const is = (one: number) => Math.abs(one - value) <= half;
  for (const one of held)
    if (is(Math.abs(one)) || (isShare && Math.abs(one) < 1 && is(100 * Math.abs(one)))) return true;
  return false;
}
