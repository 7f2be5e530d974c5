import { LabError } from "../core/errors";
import { type Judgement, undecided } from "./judgement";

/** Something that a judgement needs is not there. */
export class NotMeasured extends LabError {}

/**
 * The one gate before every judgement: undecided where `judge` reads a number of `given` that is not finite, or a place
 * where nothing is, or throws `NotMeasured`; whatever it makes of the rest. A filter or a comparison would pass over such
 * a value, and arithmetic takes null for 0.
 */
export function gated<T extends object>(given: T, judge: (given: T) => Judgement): Judgement {
  const missing: string[] = [];
  let judgement: Judgement | undefined;
  try {
    judgement = judge(watched(given, (what) => missing.push(what)));
  } catch (error) {
    if (error instanceof NotMeasured) missing.push(error.message);
    else if (missing.length === 0) throw error; // where something is missing the judge may stumble over it
  }
  if (judgement && missing.length === 0) return judgement;
  const [first, second, ...more] = new Set(missing);
  const said = [first, second, more.length > 0 && `${more.length} more`].filter(Boolean).join(", ");
  return undecided(judgement?.criterion ?? "all that the claim is about is measured", `Something is missing: ${said}.`);
}

/** What stands behind what another gate watches: a copy of that is no reading. */
const behind = new WeakMap<object, object>();

/** Like `whole` to whoever reads it; `missed` is told of each place that is read where no finite number or the like is. */
function watched<T extends object>(whole: T, missed: (what: string) => void): T {
  const known = new WeakMap<object, object>();
  const watch = (value: unknown, place: string): unknown => {
    if (value === null || value === undefined || (typeof value === "number" && !Number.isFinite(value))) {
      missed(`${place} is ${value === undefined ? "not there" : value}`);
    }
    if (typeof value !== "object" || value === null) return value;
    const found = known.get(value) ?? guard(value, place);
    known.set(value, found);
    return found;
  };
  const guard = (value: object, place: string): object => {
    const real = behind.get(value) ?? value;
    const isList = Array.isArray(real);
    // Of a copy: from a frozen object a proxy may not give anything but what is in it.
    const proxy = new Proxy(isList ? [...real] : { ...real }, {
      get(target, name) {
        const inherited = !Object.hasOwn(target, name) && name in target; // a method of a list
        if (typeof name === "symbol" || inherited) return Reflect.get(target, name);
        const dot = place ? "." : "";
        return watch(Reflect.get(target, name), isList ? `${place}[${name}]` : `${place}${dot}${name}`);
      },
    });
    behind.set(proxy, real);
    return proxy;
  };
  return guard(whole, "") as T;
}
