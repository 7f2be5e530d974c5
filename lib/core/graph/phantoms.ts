import { LabError } from "../errors";
import type { Binding, NativeTensor } from "./backend";
import { dtypes } from "./backend";

/**
 * Tensors with a shape and a dtype and no memory: what a recording computes with in place of values that only a run
 * will know. Their ids are negative, as no native one is.
 */
export class Phantoms {
  readonly #native: Binding;
  readonly #tensors: NativeTensor[] = [];
  readonly #zeros = new Map<string, number>();

  constructor(native: Binding) {
    this.#native = native;
  }

  make(shape: readonly number[], dtype: number): NativeTensor {
    const phantom = { id: -1 - this.#tensors.length, shape: [...shape], dtype };
    this.#tensors.push(phantom);
    return phantom;
  }

  /** A native tensor of this shape, all zeros, for an operation to be called with. */
  standIn(id: number): number {
    const { shape, dtype } = this.#tensors[-1 - id];
    const key = `${dtype}/${shape}`;
    const known = this.#zeros.get(key) ?? this.#native.createTensor(shape, dtype, zeros(shape, dtype));
    this.#zeros.set(key, known);
    return known;
  }

  dispose(): void {
    for (const id of this.#zeros.values()) this.#native.deleteTensor(id);
  }
}

function zeros(shape: readonly number[], dtype: number): ArrayBufferView {
  const size = shape.reduce((product, length) => product * length, 1);
  if (dtype === dtypes.float32) return new Float32Array(size);
  if (dtype === dtypes.int32) return new Int32Array(size);
  if (dtype === dtypes.bool) return new Uint8Array(size);
  throw new LabError(`compile: tensors of float32, int32 or bool expected, got one of TensorFlow's dtype ${dtype}`);
}
