import { distance, norm, orbit, type Recurrence, scaled } from "../analysis/dynamics";
import { spectralRadius } from "../analysis/spectrum";
import { fork, normal, seed } from "../core/random";
import { scoped } from "../core/scoped";
import type { tf } from "../core/tf";
import { again, slider } from "../view/controls";
import { lines } from "../view/figure";
import { moment } from "../view/moment";

const H = 64;
const steps = 80;
const apart = 1e-4;

/** Wh of N(0, 1/H) draws with this spectral radius, a state, and another one close to it. */
function drawn(radius: number, draw: number): { Wh: Recurrence; states: readonly Float64Array[] } {
  const key = seed(draw);
  const rows = scoped(() => normal<tf.Rank.R2>(fork(key, "Wh"), [H, H], 1 / Math.sqrt(H)).arraySync());
  const [state, delta] = scoped(() => normal<tf.Rank.R2>(fork(key, "h"), [2, H], 0.5).arraySync());
  const h = Float64Array.from(state, Math.tanh);
  const way = scaled(Float64Array.from(delta), apart / norm(Float64Array.from(delta)));
  const factor = radius / spectralRadius(rows);
  return { Wh: rows.map((row) => Float64Array.from(row, (w) => factor * w)), states: [h, h.map((x, i) => x + way[i])] };
}

/** Two runs of one network without input, from two states that are almost equal. */
export const orbits = moment({
  name: "2-orbits",
  title: "Two runs of one RNN from almost the same state: from which spectral radius on do they part?",
  controls: {
    radius: slider(0.5, 2, { start: 1.6, step: 0.02, label: "spectral radius of Wh" }),
    draw: again("another Wh"),
  },
  answer({ radius, draw }) {
    const { Wh, states } = drawn(radius, draw + 1);
    const runs = states.map((h) => [h, ...orbit(Wh, h, steps)]);
    const x = runs[0].map((_, t) => t);
    const far = runs[0].map((h, t) => Math.max(distance(h, runs[1][t]), 1e-12));
    const unit = (run: readonly Float64Array[]) => run.map((h) => h[0]);
    return [
      lines(
        [
          { name: "first run", x, y: unit(runs[0]) },
          { name: "second run", x, y: unit(runs[1]) },
        ],
        {
          title: "The first unit in both runs",
          ...{ x: { title: "step t" }, y: { title: "h<sub>t</sub>", range: [-1.05, 1.05] } },
          height: 260,
          alt: `The first unit of two runs over ${steps} steps at spectral radius ${radius}`,
        },
      ),
      lines([{ name: "distance", x, y: far }], {
        title:
          far[steps] < far[0]
            ? "The difference dies out"
            : `The difference grows ${(far[steps] / far[0]).toPrecision(2)}-fold`,
        ...{ x: { title: "step t" }, y: { title: "distance", log: true, range: [-12, 2] } },
        height: 280,
        alt: `The distance between the two states: ${far[0].toExponential(1)} at first, ${far[steps].toExponential(1)} after ${steps} steps`,
      }),
    ];
  },
});
