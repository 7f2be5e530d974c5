import { estimate, mean } from "../../analysis/statistics";
import { type Figure, lines } from "../../view/figure";
import { overCurves } from "../bands";
import { type Experiment, experiment } from "../experiment";
import { judgeAbove } from "../judge";
import type { SeedResult } from "../learnInTurn";
import type { CurvePoint } from "../textLearner";
import { type DropoutConfig, type DropoutResult, dropoutDefaults, dropoutPresets } from "./config";
import { runDropout } from "./run";

export const layerDropout: Experiment<DropoutConfig, DropoutResult> = experiment({
  id: "4-dropout-between-layers",
  section: "4",
  claim: "On a short text, dropout between the layers ends at a lower held-out loss than the best moment without it.",
  expected: "holds",
  defaults: dropoutDefaults,
  presets: dropoutPresets,
  run: runDropout,
  figures: { loss: lossFigure },
  judge(result) {
    const { layers, cell, hiddenSize, rate, trainCharacters } = result.config;
    const pairs = pairsOf(result);
    const about = `${pairs.length} pairs of models (${layers} × ${cell}, ${hiddenSize} units, rate ${rate}) on ${trainCharacters.toLocaleString("en")} characters`;
    if (pairs.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
    const average = (of: (pair: Pair) => number) => mean(pairs.map(of)).toFixed(3);
    return judgeAbove(
      estimate(pairs.map(({ best, dropped }) => best - dropped)),
      `${about}: ${average(({ dropped }) => dropped)} bits per held-out character with dropout; without it ` +
        `${average(({ best }) => best)} at the best point of each curve and ${average(({ end }) => end)} at its end. ` +
        "The effect is what the end with dropout saves over the best without.",
    );
  },
});

interface Pair {
  /** Without dropout: the lowest point of the curve, as if one had known when to stop, and its end. */
  readonly best: number;
  readonly end: number;
  readonly dropped: number;
}

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
