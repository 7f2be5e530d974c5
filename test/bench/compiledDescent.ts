import { compile } from "../../lib/core/compile";
import { mapTensors, type NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { createOptimizer } from "../../lib/train/optimizers";
import { type At, type Loss, takeStep } from "../../lib/train/step";

/** One step of `train` again and again on the same batch: compiled, two shards, Adam, gradients clipped at a joint norm of 5. */
export function compiledDescent<P extends NamedTensors, B extends NamedTensors>(
  params: P,
  batch: B,
  loss: Loss<P, B, NamedTensors>,
): () => void {
  const optimizer = createOptimizer({ method: "adam", learningRate: 0.002 });
  const step = compile((at: At<P, B, NamedTensors>) => takeStep({ loss, clipNorm: 5, shards: 2 }, optimizer, at));
  let kept = { params: mapTensors(params, (tensor) => tensor.clone()), memory: optimizer.init(params) };
  return () => {
    const { params, memory, ...told } = step({ ...kept, batch, state: undefined, key: undefined });
    told.loss.dataSync();
    tf.dispose([kept, told] as tf.TensorContainer);
    kept = { params, memory };
  };
}
