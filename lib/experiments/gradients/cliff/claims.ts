import { estimate, mean } from "../../../analysis/statistics";
import { type Experiment, experiment } from "../../experiment";
import { judgeAbove } from "../../judge";
import { cliffFigure, cliffSliceFigure } from "./figures";
import { arrived, type CliffConfig, type CliffResult, cliffDefaults, cliffPresets, runCliff, type Way } from "./run";

export const clippingAtCliff: Experiment<CliffConfig, CliffResult> = experiment({
  id: "5.1-cliff",
  section: "5.1",
  claim:
    "At a cliff of the loss one plain step throws the weights far away; clipped to a norm, descent reaches the minimum.",
  expected: "holds",
  defaults: cliffDefaults,
  presets: cliffPresets,
  figures: { surface: cliffFigure, slice: cliffSliceFigure },
  run: runCliff,
  judge({ config, descents }) {
    const about = `${descents.length} starts, ${config.updates} updates at learning rate ${config.learningRate}`;
    if (descents.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
    const share = (of: (descent: (typeof descents)[number]) => Way) =>
      `${(100 * mean(descents.map((descent) => Number(arrived(of(descent)))))).toFixed(0)} %`;
    const longest = Math.max(...descents.map(({ plain }) => plain.longest));
    return judgeAbove(
      estimate(descents.map(({ plain, clipped }) => Number(arrived(clipped)) - Number(arrived(plain)))),
      `${about}: ${share(({ plain }) => plain)} arrive without clipping, ${share(({ clipped }) => clipped)} with the norm ` +
        `clipped to ${config.clipNorm}; the longest plain step is ${longest.toFixed(0)}. The effect is the paired difference of the shares.`,
    );
  },
});
