import { tf } from "../../core/tf";

/** The largest of each block of places, as VGG's last pool takes it: [N, L, D] to [N, places² · D]. */
export function pooled(map: tf.Tensor3D, places: number): tf.Tensor2D {
  const [N, L, D] = map.shape;
  const side = Math.sqrt(L);
  return tf
    .maxPool(map.reshape<tf.Tensor4D>([N, side, side, D]), side / places, side / places, "valid")
    .reshape([N, -1]);
}
