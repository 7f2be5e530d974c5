import { backwardNorms, gradientDecades } from "../analysis/gradientDecades";
import { type ActivationName, activations } from "../cells/activations";
import { squareWeights } from "../cells/init";
import { vanilla } from "../cells/vanilla";
import { compile } from "../core/compile";
import { fork, normal, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { choice, slider } from "../view/controls";
import { lines } from "../view/figure";
import { moment } from "../view/moment";

const H = 64;
const lags = 60;

/** Compiled once an activation: a slider asks again and again. */
const compiled = new Map<ActivationName, ReturnType<typeof backwardNorms>>();
function normsOf(activation: ActivationName): ReturnType<typeof backwardNorms> {
  const known = compiled.get(activation);
  if (known) return known;
  const made = compile(backwardNorms(vanilla({ inputSize: H, hiddenSize: H, activation }))) as typeof known & object;
  compiled.set(activation, made);
  return made;
}

/** log10 of the gradient by lag: an orthogonal Wh times σ, so that every singular value of it is σ. */
function decadesAt(sigma: number, activation: ActivationName): readonly number[] {
  return scoped(() => {
    const key = seed(1);
    const Wh = squareWeights.orthogonal(fork(key, "Wh"), H).mul<tf.Tensor2D>(sigma);
    const params = { Wx: tf.eye(H), Wh, b: tf.zeros<tf.Rank.R1>([H]) };
    const x = normal<tf.Rank.R3>(fork(key, "x"), [2, lags + 20, H], 0.3);
    const direction = normal<tf.Rank.R2>(fork(key, "direction"), [2, H]);
    return gradientDecades(normsOf(activation), { params, x, direction, lags });
  });
}

/** The gradient's way back, for a gain that one drags. */
export const gradientLag = moment({
  name: "5.1-gradient-by-lag",
  title: "How far back does the gradient reach?",
  controls: {
    sigma: slider(0.5, 2, { start: 1, step: 0.01, label: "σ, every singular value of Wh" }),
    activation: choice(Object.keys(activations) as ActivationName[], { start: "tanh" as ActivationName }),
  },
  answer({ sigma, activation }) {
    const y = decadesAt(sigma, activation);
    const x = y.map((_, k) => k);
    const last = y.length - 1;
    const change = y[last] < 0 ? "shrinks" : "grows";
    return lines(
      [
        { name: `${activation}, σ = ${sigma}`, x, y },
        { name: "σ to the power of the lag", x, y: x.map((k) => k * Math.log10(sigma)) },
      ],
      {
        title: `${last} steps back the gradient ${change} to 10<sup>${y[last].toFixed(1).replace("-", "−")}</sup> of what it was`,
        ...{ x: { title: "steps back" }, y: { title: "gradient, powers of ten", range: [-12, 12] } },
        height: 320,
        alt: `Norm of the gradient by lag for ${activation} at σ = ${sigma}: ${y[last].toFixed(1)} powers of ten after ${last} steps`,
      },
    );
  },
});
