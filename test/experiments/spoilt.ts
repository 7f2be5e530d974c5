type Holder = Record<string, unknown>;

/** What a number may have become: a number that is none, nothing, or no place at all. */
const put = (value: unknown) => (holder: Holder, name: string) => {
  holder[name] = value;
};
const spoils: Readonly<Record<string, (holder: Holder, name: string) => void>> = {
  ...{ NaN: put(Number.NaN), Infinity: put(Infinity), "-Infinity": put(-Infinity), null: put(null) },
  nothing: (holder, name) => void delete holder[name],
};

/**
 * Spoils in place, one after the other, every number of `whole` that `read` may see, and says which, and how.
 * A number in a list or record of which it reads nothing cannot matter to it.
 */
export function* spoilt<T extends object>(whole: T, read: (whole: T) => void): Generator<string> {
  for (const [holder, name, place] of numbersRead(whole, read)) {
    const number = holder[name];
    for (const [what, spoil] of Object.entries(spoils)) {
      spoil(holder, name);
      yield `${place} = ${what}`;
      holder[name] = number;
    }
  }
}

function numbersRead<T extends object>(whole: T, read: (whole: T) => void): [Holder, string, string][] {
  const found = new Map<object, [Holder, string, string][]>();
  const watched = (holder: object, place: string): object =>
    new Proxy(holder, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof name === "symbol" || !Object.hasOwn(target, name)) return value;
        if (!found.has(target)) {
          const numbers = Object.entries(target).filter(([, one]) => typeof one === "number");
          found.set(
            target,
            numbers.map(([key]) => [target as Holder, key, `${place}.${key}`]),
          );
        }
        return value && typeof value === "object" ? watched(value, `${place}.${name}`) : value;
      },
    });
  read(watched(whole, "result") as T);
  return [...found.values()].flat();
}
