import { withoutTimes } from "./withoutTimes";

/**
 * Where two pieces of plain data differ, times aside: "curve[0].heldOutBits: 2.31 recorded, 2.34 here"; undefined where they do not.
 * @param tolerance how far numbers may be apart, or as large a part of one above 1
 */
export const difference = (recorded: unknown, here: unknown, tolerance: number): string | undefined =>
  differs(withoutTimes(recorded), withoutTimes(here), { place: "", tolerance });

interface Where {
  readonly place: string;
  readonly tolerance: number;
}

function differs(then: unknown, now: unknown, { place, tolerance }: Where): string | undefined {
  const said = `${place || "it"}: ${brief(then)} recorded, ${brief(now)} here`;
  if (typeof then === "number" && typeof now === "number") {
    const near = Math.abs(then - now) <= tolerance * Math.max(1, Math.abs(then));
    return Object.is(then, now) || near ? undefined : said;
  }
  if (typeof then !== "object" || typeof now !== "object" || then === null || now === null)
    return then === now ? undefined : said;
  if (Array.isArray(then) !== Array.isArray(now)) return said;
  const known = (of: object) => Object.keys(of).filter((name) => (of as Record<string, unknown>)[name] !== undefined);
  for (const name of new Set([...known(then), ...known(now)])) {
    const own = Array.isArray(then) ? `${place}[${name}]` : `${place}${place ? "." : ""}${name}`;
    const [a, b] = [then, now].map((of) => (of as Record<string, unknown>)[name]);
    const found = differs(a, b, { place: own, tolerance });
    if (found) return found;
  }
  return undefined;
}

const brief = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? Array.isArray(value)
      ? `a list of ${value.length}`
      : "a record"
    : `${value === undefined ? "nothing" : value}`;
