import { judgePairedOutcomes } from "../../../lab/judgeOutcomes";
import { study } from "../../../lab/study";
import { arrived, cliffDefaults, cliffPresets } from "./config";
import { cliffFigure, cliffSliceFigure } from "./figures";
import { cliffFindings } from "./findings";
import { runCliff } from "./run";

/** 5.1: a cliff of the loss, and gradient descent at it with clipping and without. */
export const cliff = study({
  id: "5.1-cliff",
  defaults: cliffDefaults,
  presets: cliffPresets,
  run: runCliff,
  figures: { surface: cliffFigure, slice: cliffSliceFigure },
  findings: cliffFindings,
  claims: {
    // The lecture; Pascanu et al. 2013, section 2.3.
    cliff: {
      sentence:
        "At a cliff of the loss one plain step throws the weights far away; clipped to a norm, descent reaches the minimum.",
      expected: "holds",
      figures: ["surface", "slice"],
      judge({ config, descents }) {
        const pairs = descents.map(({ plain, clipped }) => [arrived(clipped), arrived(plain)] as const);
        const count = (which: 0 | 1) => pairs.filter((pair) => pair[which]).length;
        const longest = Math.max(...descents.map(({ plain }) => plain.longest));
        return judgePairedOutcomes(pairs, {
          measured:
            `of ${pairs.length} starts, ${config.updates} updates at learning rate ${config.learningRate}, ${count(1)} arrive without clipping, ` +
            `${count(0)} with the norm clipped to ${config.clipNorm}; the longest plain step is ${longest.toFixed(0)}. ` +
            "The effect is the paired difference of the shares.",
        });
      },
    },
  },
});
