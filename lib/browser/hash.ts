/** The first 32 bits of the fractions of the first primes' roots: SHA-256's constants. */
function fractions(count: number, root: (x: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32);
}
const K = fractions(64, Math.cbrt);
const start = fractions(8, Math.sqrt);

const rotated = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** As `core/hash.ts`, for the browser's own is asynchronous and a key's drawing is not. @see FIPS 180-4 */
export function textHash(text: string): string {
  const message = padded(new TextEncoder().encode(text));
  const H = start.slice();
  for (let block = 0; block < message.byteLength; block += 64) mix(H, schedule(message, block));
  return Array.from(H, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** The bytes, a one, zeros, and the number of bits: a multiple of 64 bytes. */
function padded(bytes: Uint8Array): DataView {
  const message = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  const all = new Uint8Array(message.buffer);
  all.set(bytes);
  all[bytes.length] = 0x80;
  message.setBigUint64(message.byteLength - 8, BigInt(8 * bytes.length));
  return message;
}

function schedule(message: DataView, block: number): Uint32Array {
  const w = new Uint32Array(64);
  for (let i = 0; i < 16; i++) w[i] = message.getUint32(block + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [x, y] = [w[i - 15], w[i - 2]];
    const s0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const s1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  return w;
}

function mix(H: Uint32Array, w: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i++) {
    const one = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
    const two = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) H[i] += value;
}
