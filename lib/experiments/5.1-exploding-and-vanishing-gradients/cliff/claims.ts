import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { arrived, cliffDefaults, cliffPresets } from "./config";
import { cliffFigure, cliffSliceFigure } from "./figures";
import { runCliff } from "./run";

/** 5.1: a cliff of the loss, and gradient descent at it with clipping and without. */
export const cliff = study({
  id: "5.1-cliff",
  defaults: cliffDefaults,
  presets: cliffPresets,
  run: runCliff,
  figures: { surface: cliffFigure, slice: cliffSliceFigure },
  claims: {
    cliff: {
      sentence:
        "At a cliff of the loss one plain step throws the weights far away; clipped to a norm, descent reaches the minimum.",
      figures: ["surface", "slice"],
      judge({ config, descents }) {
        const rows = descents.map(({ plain, clipped }) => ({
          plain: Number(arrived(plain)),
          clipped: Number(arrived(clipped)),
        }));
        const share = (part: number) => `${(100 * part).toFixed(0)} %`;
        const longest = Math.max(...descents.map(({ plain }) => plain.longest));
        return judge(rows, {
          about: `${rows.length} starts, ${config.updates} updates at learning rate ${config.learningRate}`,
          effect: ({ plain, clipped }) => clipped - plain,
          measured: ({ plain, clipped }) =>
            `${share(plain)} arrive without clipping, ${share(clipped)} with the norm ` +
            `clipped to ${config.clipNorm}; the longest plain step is ${longest.toFixed(0)}. The effect is the paired difference of the shares.`,
        });
      },
    },
  },
});
