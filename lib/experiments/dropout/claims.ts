import { type Figure, lines } from "../../view/figure";
import { overCurves } from "../bands";
import { type Experiment, experiment } from "../experiment";
import { judge } from "../judge";
import type { CurvePoint, SeedResult } from "../textLearner";
import { type DropoutConfig, type DropoutResult, dropoutDefaults, dropoutPresets } from "./config";
import { runDropout } from "./run";

export const layerDropout: Experiment<DropoutConfig, DropoutResult> = experiment(
  "4-dropout-between-layers",
  "On a short text, dropout between the layers ends at a lower held-out loss than the best moment without it.",
  {
    defaults: dropoutDefaults,
    presets: dropoutPresets,
    run: runDropout,
    figures: { loss: lossFigure },
    judge(result) {
      const { layers, cell, hiddenSize, rate, trainCharacters } = result.config;
      const pairs = pairsOf(result);
      return judge(pairs, {
        about: `${pairs.length} pairs of models (${layers} × ${cell}, ${hiddenSize} units, rate ${rate}) on ${trainCharacters.toLocaleString("en")} characters`,
        effect: ({ best, dropped }) => best - dropped,
        measured: ({ best, end, dropped }) =>
          `${dropped.toFixed(3)} bits per held-out character with dropout; without it ` +
          `${best.toFixed(3)} at the best point of each curve and ${end.toFixed(3)} at its end. ` +
          "The effect is what the end with dropout saves over the best without.",
      });
    },
  },
);

type Pair = {
  /** Without dropout: the lowest point of the curve, as if one had known when to stop, and its end. */
  readonly best: number;
  readonly end: number;
  readonly dropped: number;
};

/** Of the seeds whose models are finished both ways. */
function pairsOf({ without, dropped }: DropoutResult): Pair[] {
  return without.flatMap(({ seed, curve, ended, heldOutBits: end }) => {
    const other = dropped.find((model) => model.seed === seed && model.ended === "finished");
    if (ended !== "finished" || end === null || other === undefined || other.heldOutBits === null) return [];
    return [{ best: Math.min(...curve.map(({ heldOutBits }) => heldOutBits)), end, dropped: other.heldOutBits }];
  });
}

/** Training and held-out loss, with dropout and without: what is learnt by heart is the distance between the two. */
function lossFigure({ config, without, dropped }: DropoutResult): Figure {
  const line = (name: string, models: readonly SeedResult[], y: (point: CurvePoint) => number) => ({
    ...overCurves(
      name,
      models.map(({ curve }) => curve),
      { x: ({ characters }) => characters / config.trainCharacters, y },
    ),
    markers: true,
  });
  const learnt = ({ trainBits }: CurvePoint) => trainBits;
  const held = ({ heldOutBits }: CurvePoint) => heldOutBits;
  return lines(
    [
      line("held out, without", without, held),
      line(`held out, dropout ${config.rate}`, dropped, held),
      line("learnt, without", without, learnt),
      line(`learnt, dropout ${config.rate}`, dropped, learnt),
    ],
    {
      title: `${config.layers} layers on ${config.trainCharacters.toLocaleString("en")} characters of ${config.corpus}`,
      x: { title: "times that the text was read" },
      y: { title: "bits per character" },
      alt: `Training and held-out loss of ${without.length} models without dropout and ${dropped.length} with it`,
    },
  );
}
