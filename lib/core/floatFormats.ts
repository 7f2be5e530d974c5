/** The floating-point formats that weights are kept in: bytes a number, and the number of them at a place. */
export const floatFormats = {
  F64: { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) },
  F32: {
    bytes: 4,
    read: (view: DataView, at: number) => view.getFloat32(at, true),
    write: (view: DataView, at: number, value: number) => view.setFloat32(at, value, true),
  },
  F16: {
    bytes: 2,
    read: (view: DataView, at: number) => fromHalf(view.getUint16(at, true)),
    write: (view: DataView, at: number, value: number) => view.setUint16(at, toHalf(value), true),
  },
  BF16: { bytes: 2, read: (view: DataView, at: number) => fromBrain(view.getUint16(at, true)) },
} as const;

/** The name of such a format, as safetensors has it. */
export type FloatFormat = keyof typeof floatFormats;

/** Those that the lab writes: whole, or half as long with three to four digits. */
export const writtenFormats = ["F32", "F16"] as const;
/** The name of one of them. */
export type WrittenFormat = (typeof writtenFormats)[number];

/** IEEE 754's half precision: a sign, five bits of exponent, ten of fraction; with the least exponent there is no leading 1. */
function fromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest of them, and of two equally near ones that with an even fraction; beyond the largest, Infinity. */
function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Steps between neighbours: 2^−24 below 2^−14, and doubled at each power of two above.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = nearestEven(size * 2 ** (10 - exponent));
  // A fraction that was rounded up to the next power of two carries into the exponent's bits.
  const bits = ((exponent + 14) << 10) + steps;
  return sign | (size >= 65520 ? 0x7c00 : bits);
}

function nearestEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** bfloat16 is the upper half of a float32. */
function fromBrain(bits: number): number {
  upper[0] = bits << 16;
  return single[0];
}
const single = new Float32Array(1);
const upper = new Uint32Array(single.buffer);
