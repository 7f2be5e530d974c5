import { tf } from "../core/tf";

/** A first-order method and its learning rate, as plain data, so that it can stand in a configuration. */
export interface OptimizerOptions {
  readonly method: keyof typeof methods;
  readonly learningRate: number;
}

const methods = {
  sgd: (rate: number): tf.Optimizer => tf.train.sgd(rate),
  momentum: (rate: number): tf.Optimizer => tf.train.momentum(rate, 0.9),
  rmsprop: (rate: number): tf.Optimizer => tf.train.rmsprop(rate, 0.9),
  adagrad: (rate: number): tf.Optimizer => tf.train.adagrad(rate),
  adam: (rate: number): tf.Optimizer => tf.train.adam(rate, 0.9, 0.999, 1e-8),
};

/** tfjs's own optimiser; it holds tensors: dispose it. Momentum and RMSProp decay by 0.9; Adam's are its paper's. */
export const createOptimizer = ({ method, learningRate }: OptimizerOptions): tf.Optimizer =>
  methods[method](learningRate);
