/** Ways in which a file goes wrong: each is a name and the content. */
export type Alteration = readonly [how: string, content: Buffer];

/** Cut at some hundred places, of another kind, and with what no file should hold put in the middle. */
export function* anyFile(sound: Buffer, cuts = 40): Generator<Alteration> {
  const every = Math.max(1, Math.ceil(sound.length / cuts));
  for (let end = 0; end < sound.length; end += every) yield [`cut at byte ${end}`, sound.subarray(0, end)];
  for (let at = 0; at < sound.length; at += every) {
    const changed = Buffer.from(sound);
    changed[at] ^= 0xff;
    yield [`byte ${at} inverted`, changed];
  }
  for (const start of [
    "PK\x03\x04",
    "\x89HDF\r\n\x1a\n",
    "\x89PNG\r\n\x1a\n",
    "\xff\xd8\xff",
    "LABFEAT1",
    "%PDF",
    "{}",
  ]) {
    yield [`begins with ${JSON.stringify(start)}`, Buffer.concat([Buffer.from(start, "latin1"), sound])];
    yield [`is ${JSON.stringify(start)}`, Buffer.from(start, "latin1")];
  }
  yield ["zeros", Buffer.alloc(sound.length)];
  yield ["longer by a byte", Buffer.concat([sound, Buffer.from([7])])];
}

/** Lines without their end, doubled, blank, with other ends, in quotes, and in disorder. */
export function* anyLines(sound: string): Generator<Alteration> {
  const lines = sound.split("\n");
  const mixed = ["\n", "\r\n", "\r"];
  yield ["mixed line ends", Buffer.from(lines.map((line, i) => line + mixed[i % 3]).join(""))];
  yield ["blank lines", Buffer.from(lines.join("\n\n \n"))];
  yield ["disorder", Buffer.from(lines.toReversed().join("\n"))];
  for (const [i, line] of lines.entries()) {
    const instead: Record<string, string[]> = {
      ...{ gone: [], twice: [line, line], blank: [line, "", line], halved: [line.slice(0, line.length / 2)] },
      ...{ "a quote": [`${line}"`], "a quote before": [`"${line}`], commas: [`${line},,`], separators: ["\t#,;|"] },
      ...{
        "of zeros": ["\0\0"],
        "very long": [line + "x".repeat(9999)],
        name: ["__proto__#0\tone", "constructor,two"],
      },
    };
    for (const [how, put] of Object.entries(instead)) {
      yield [`line ${i + 1} ${how}`, Buffer.from(lines.toSpliced(i, 1, ...put).join("\n"))];
    }
  }
}

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const instead = [
  "null",
  "NaN",
  "-1",
  "0",
  '"text"',
  '""',
  "1e300",
  "1e999",
  "[]",
  "{}",
  "[null]",
  "true",
  nested(9999),
];

/** Each field of a JSON file gone, or with another value. */
export function* anyFields(sound: object): Generator<Alteration> {
  const hole = "a hole to be filled";
  for (const place of places(sound)) {
    const name = place.join(".");
    yield [`without ${name}`, Buffer.from(JSON.stringify(changed(sound, place, undefined)))];
    const text = JSON.stringify(changed(sound, place, hole));
    for (const value of instead) {
      yield [`${name} is ${value.slice(0, 20)}`, Buffer.from(text.replace(JSON.stringify(hole), value))];
    }
  }
}

function places(value: unknown): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [0, value.length - 1] : Object.keys(value);
  return [...new Set<string | number>(keys)].flatMap((key) => {
    const below = places((value as Record<string | number, unknown>)[key]);
    return [[key], ...below.map((rest) => [key, ...rest])];
  });
}

function changed(value: unknown, [key, ...rest]: (string | number)[], to: unknown): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = rest.length > 0 ? changed(copy[key], rest, to) : to;
  return copy;
}
