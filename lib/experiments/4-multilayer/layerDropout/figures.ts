import { overCurves } from "../../../lab/bands";
import type { CurvePoint, SeedResult } from "../../../lab/textLearner";
import { type Figure, lines } from "../../../view/figure";
import type { DropoutResult } from "./config";

/** Training and held-out loss, with dropout and without: what is learnt by heart is the distance between the two. */
export function dropoutLossFigure({ config, without, dropped }: DropoutResult): Figure {
  const line = (name: string, models: readonly SeedResult[], y: (point: CurvePoint) => number) => ({
    ...overCurves(name, models, { x: ({ characters }) => characters / config.trainCharacters, y }),
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
