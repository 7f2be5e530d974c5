/** What a pickle's own kinds of object become: a class by its name, a call of one, and what lies outside the pickle. */
export interface Unpickling {
  /** The result of calling the class or function `name` ("module.name"). @throws where it is not one that is expected */
  call(name: string, values: readonly unknown[]): unknown;
  /** What the pickle points to outside of itself. */
  outside(reference: unknown): unknown;
}

/** A class or function by its name: nothing of it is ever run. */
class Named {
  constructor(readonly name: string) {}
}

const mark = Symbol("mark");

/**
 * A Python pickle's object, and where in the bytes it ends. Dictionaries become Maps, tuples and lists arrays. No code is run: a
 * class is a name until `call` says what it stands for.
 * @throws Error where the bytes are no pickle, or one of instructions that weights do not need
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
export function unpickled(bytes: Buffer, from: number, unpickling: Unpickling): { value: unknown; end: number } {
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  let at = from;
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error("a pickle that is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const byte = () => take(1)[0];
  const whole = () => take(4).readUInt32LE();
  const line = () => {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw new Error("a pickle that is cut off");
    const text = take(end - at).toString("utf8");
    at++;
    return text;
  };
  const sinceMark = () => stack.splice(stack.lastIndexOf(mark)).slice(1);
  const popped = (count: number) => stack.splice(stack.length - count);
  const put = (pairs: readonly unknown[]) => {
    const target = stack.at(-1);
    if (!(target instanceof Map)) throw new Error("items of what is no dictionary");
    for (let i = 0; i < pairs.length; i += 2) target.set(pairs[i], pairs[i + 1]);
  };
  const instructions: Readonly<Record<number, () => void>> = {
    128: () => void byte(), // the protocol's number
    149: () => void take(8), // a frame's length
    40: () => void stack.push(mark),
    78: () => void stack.push(null),
    136: () => void stack.push(true),
    137: () => void stack.push(false),
    75: () => void stack.push(byte()),
    77: () => void stack.push(take(2).readUInt16LE()),
    74: () => void stack.push(take(4).readInt32LE()),
    138: () => void stack.push(long(take(byte()))),
    71: () => void stack.push(take(8).readDoubleBE()),
    88: () => void stack.push(take(whole()).toString("utf8")),
    140: () => void stack.push(take(byte()).toString("utf8")),
    41: () => void stack.push([]),
    93: () => void stack.push([]),
    125: () => void stack.push(new Map()),
    133: () => void stack.push(popped(1)),
    134: () => void stack.push(popped(2)),
    135: () => void stack.push(popped(3)),
    116: () => void stack.push(sinceMark()),
    97: () => void popped(1).forEach((item) => void (stack.at(-1) as unknown[]).push(item)),
    101: () => void sinceMark().forEach((item) => void (stack.at(-1) as unknown[]).push(item)),
    115: () => put(popped(2)),
    117: () => put(sinceMark()),
    113: () => void memo.set(byte(), stack.at(-1)),
    114: () => void memo.set(whole(), stack.at(-1)),
    148: () => void memo.set(memo.size, stack.at(-1)),
    104: () => void stack.push(memo.get(byte())),
    106: () => void stack.push(memo.get(whole())),
    99: () => void stack.push(new Named([line(), line()].join("."))),
    147: () => void stack.push(new Named(popped(2).join("."))),
    81: () => void stack.push(unpickling.outside(popped(1)[0])),
    82: () => {
      const [made, values] = popped(2);
      if (!(made instanceof Named) || !Array.isArray(values)) throw new Error("a call of what is no class");
      stack.push(unpickling.call(made.name, values));
    },
    98: () => void popped(1), // further attributes: of weights there are none that count
  };
  for (let code = byte(); code !== 46; code = byte()) {
    const instruction = instructions[code];
    if (!instruction) throw new Error(`a pickle with the instruction ${code}, which weights do not need`);
    instruction();
  }
  const value = stack.pop();
  if (value === undefined || stack.length > 0) throw new Error("a pickle of one object expected");
  return { value, end: at };
}

/** Little-endian two's complement; as a number where that is exact. */
function long(bytes: Buffer): number | bigint {
  const value = BigInt.asIntN(
    8 * bytes.length,
    bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n),
  );
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** The name of a class that the pickle only mentions. */
export const nameOf = (value: unknown): string | undefined => (value instanceof Named ? value.name : undefined);
