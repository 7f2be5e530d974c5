import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { expectForms, forms } from "./argumentForms";
import { textHash } from "./hash";
import { nativeOp } from "./native";
import { tf } from "./tf";

/** A random key of 128 bits: pass it, never store it. The same key always draws the same numbers. */
export type Key = string & { readonly __brand: "Key" };

/** A key made of a number: the root of all randomness of a run. */
export function seed(n: number): Key {
  expectForms("seed", { n: [forms.finite, n] });
  return hash(`seed ${n}`);
}

/** A new key, independent of `key` and of every other label forked from it; 1 and "1" are one label. */
export function fork(key: Key, label: string | number): Key {
  expectForms("fork", { key: [forms.key, key], label: [labels, label] });
  return hash(`${key}/${label}`);
}

const labels = forms.either("a text or a finite number", forms.text, forms.finite);

const hash = (text: string): Key => textHash(text).slice(0, 32) as Key;

/** A stream of numbers in [0, 1). */
export function uniforms(key: Key): () => number {
  expectForms("uniforms", { key: [forms.key, key] });
  const state = [0, 8, 16, 24].map((i) => Number.parseInt(key.slice(i, i + 8), 16) | 0);
  const generator = xoroshiro128plusFromState(state);
  return () => uniformFloat64(generator);
}

/** Independent draws from N(0, std²), by the Box–Muller transform. */
export function normal<R extends tf.Rank>(key: Key, shape: tf.ShapeMap[R], std = 1): tf.Tensor<R> {
  expectForms("normal", {
    key: [forms.key, key],
    shape: [forms.list(forms.count), shape],
    std: [forms.atLeastZero, std],
  });
  const next = uniforms(key);
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i += 2) {
    const radius = std * Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
  return tf.tensor(values, shape);
}

/**
 * A key as a tensor, for draws inside a compiled function: there a number drawn in JavaScript would be drawn only once.
 * int32 [2]: the first 64 bits of the key. The caller disposes it.
 */
export type TensorKey = tf.Tensor1D & { readonly __brand: "TensorKey" };

export const tensorKey = (key: Key): TensorKey =>
  tf.tensor1d(
    [0, 8].map((i) => Number.parseInt(key.slice(i, i + 8), 16) | 0),
    "int32",
  ) as TensorKey;

/** `fork` for keys that are tensors. */
export function forkTensor(key: TensorKey, label: string | number): TensorKey {
  return tf.tidy(() => {
    const mixed = key.add(tensorKey(hash(`tensor ${label}`)));
    return stateless("StatelessRandomUniformFullInt", "int32", { shape: [2], key: mixed }) as TensorKey;
  });
}

/** Uniform draws in [0, 1) from a key that is a tensor; no gradient flows into them. */
export const uniformTensor = (key: TensorKey, shape: number[]): tf.Tensor =>
  stateless("StatelessRandomUniform", "float32", { shape, key });

function stateless(
  name: string,
  dtype: "int32" | "float32",
  { shape, key }: { shape: number[]; key: tf.Tensor },
): tf.Tensor {
  return tf.tidy(() => {
    const size = tf.tensor1d(shape, "int32");
    return nativeOp(name, [size, key], { dtype, T: "int32", Tseed: "int32" })[0];
  });
}
