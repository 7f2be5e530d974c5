/** Every way in which one bit of each byte of a file's content has turned over, or its end is cut off anywhere. */
export const altered = (sound: Buffer): Buffer[] =>
  [...sound.keys()].flatMap((i) => [
    Buffer.from(sound.map((byte, at) => (at === i ? byte ^ (1 << (i % 8)) : byte))),
    sound.subarray(0, i),
  ]);
