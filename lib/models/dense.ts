import type { Cell } from "../cells/cell";
import { linearModule, type TorchModules, withinModule } from "../cells/torchModule";
import { cellModules } from "../cells/torchRecurrent";
import { fork, type Key, normal } from "../core/random";
import { tf } from "../core/tf";

/** Wy [size, outputs], N(0, 1/size), and by [outputs], zero: the read-out of every wiring. The caller disposes them. */
export const denseWeights = (key: Key, size: number, outputs: number) => ({
  Wy: normal<tf.Rank.R2>(fork(key, "Wy"), [size, outputs], 1 / Math.sqrt(size)),
  by: tf.zeros([outputs]) as tf.Tensor1D,
});

/** In PyTorch: the cell is `rnn`, and the read-out `read_out`. */
export const wiringModules = (cell: Cell): TorchModules => ({
  ...withinModule("rnn", "", cellModules(cell)),
  read_out: linearModule("Wy", "by"),
});
