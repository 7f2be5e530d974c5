import { type Experiment, experiment } from "../../experiment";
import { judge } from "../../judge";
import { cliffFigure, cliffSliceFigure } from "./figures";
import { arrived, type CliffConfig, type CliffResult, cliffDefaults, cliffPresets, runCliff } from "./run";

export const clippingAtCliff: Experiment<CliffConfig, CliffResult> = experiment(
  "5.1-cliff",
  "At a cliff of the loss one plain step throws the weights far away; clipped to a norm, descent reaches the minimum.",
  {
    defaults: cliffDefaults,
    presets: cliffPresets,
    figures: { surface: cliffFigure, slice: cliffSliceFigure },
    run: runCliff,
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
);
