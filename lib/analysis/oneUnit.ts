/** The two weights of the smallest recurrent network. */
export interface Weights {
  readonly w: number;
  readonly b: number;
}

export interface UnitOptions {
  /** Steps of the recurrence. */
  readonly steps: number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const start = 0.5;
const target = 0.7;

/**
 * One unit without input, whose last output is to be 0.7, and the exact gradient of its loss.
 *   x_t = w σ(x_{t−1}) + b     x_0 = 0.5     L = (σ(x_T) − 0.7)²
 * Backwards, ∂x_t/∂x_{t−1} = w σ′(x_{t−1}): above 1 it explodes.
 * @see Pascanu et al. 2013, figure 6
 */
export function unitLoss({ w, b }: Weights, { steps }: UnitOptions): { loss: number; gradient: Weights } {
  const outputs: number[] = [];
  let x = start;
  for (let t = 0; t < steps; t++) {
    outputs.push(sigmoid(x));
    x = w * outputs[t] + b;
  }
  const y = sigmoid(x);
  let [dx, dw, db] = [2 * (y - target) * y * (1 - y), 0, 0];
  for (let t = steps - 1; t >= 0; t--) {
    dw += dx * outputs[t];
    db += dx;
    dx *= w * outputs[t] * (1 - outputs[t]);
  }
  return { loss: (y - target) ** 2, gradient: { w: dw, b: db } };
}

export interface DescentOptions extends UnitOptions {
  readonly learningRate: number;
  readonly updates: number;
  /** The most that the gradient's norm may be; Infinity for plain gradient descent. */
  readonly clipNorm: number;
}

/** The weights on their way down, from the first on. */
export function descend(from: Weights, { learningRate, updates, clipNorm, steps }: DescentOptions): Weights[] {
  const path = [from];
  for (let i = 0; i < updates; i++) {
    const { w, b } = path[i];
    const { gradient } = unitLoss({ w, b }, { steps });
    const rate = learningRate * Math.min(1, clipNorm / Math.hypot(gradient.w, gradient.b));
    path.push({ w: w - rate * gradient.w, b: b - rate * gradient.b });
  }
  return path;
}
