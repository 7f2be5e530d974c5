import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import type { DepthResult, LayerNorms } from "./config";
import { layersOf, timeOf } from "./figures";
import { armsIn, bitsByDepth } from "./gains";

/** In the first regime the held-out bits of each depth, mean over the seeds and then over the texts. */
function bitsOfDepths(result: DepthResult): number[] {
  const { corpora, regimes, depths } = result.config;
  const texts = corpora.map((name) => bitsByDepth(armsIn(result, regimes[0], name), finished));
  return depths.map((_, depth) => mean(texts.map((rows) => mean(rows.map((row) => row[depth])))));
}

const fewest = ({ config: { depths } }: DepthResult): number => depths[0];
const most = ({ config: { depths } }: DepthResult): number => depths.at(-1) as number;

export const depthFindings = {
  bits(result) {
    const bits = bitsOfDepths(result);
    const best = bits.indexOf(Math.min(...bits));
    const apart = (other: number) => Math.abs(bits[best] - bits[other]).toFixed(3);
    const { regimes, depths } = result.config;
    const saved =
      best > 0
        ? `${apart(0)} bits below ${layersOf(depths[0])}`
        : `${apart(bits.length - 1)} bits below ${layersOf(most(result))}`;
    return best < 0 ? undefined : `At ${regimes[0]} the best depth is ${layersOf(depths[best])}, ${saved} on average`;
  },
  curves(result) {
    const bits = bitsOfDepths(result);
    const times = [most(result), fewest(result)].map((depth) => timeOf(result, result.config.regimes[0], depth));
    return (
      `The loss ends at ${bits[0].toFixed(2)} bits with ${layersOf(fewest(result))}, at ${bits.at(-1)?.toFixed(2)} ` +
      `with ${layersOf(most(result))} in ${(times[0]! / times[1]!).toFixed(1)} times the time`
    );
  },
  gradients({ arms, config }) {
    const deepest = config.depths.at(-1) as number;
    const own = arms.filter(({ layers, regimes }) => layers === deepest && regimes.includes(config.regimes[0]));
    const models = own.flatMap(({ models }) => models);
    const ratio = (when: "fresh" | "trained") =>
      Math.exp(mean(models.flatMap((model) => bottomOverTop(model[when] ?? []))));
    if (deepest < 2) return undefined;
    return (
      `The lowest of ${deepest} layers gets ${ratio("trained").toFixed(2)} times the gradient of the highest, ` +
      `${ratio("fresh").toFixed(2)} untrained`
    );
  },
  time(result) {
    const time = (depth: number) => timeOf(result, result.config.regimes[0], depth)?.toFixed(1);
    return (
      `A character takes ${time(most(result))} µs in training with ${layersOf(most(result))}, ` +
      `${time(fewest(result))} µs with ${layersOf(fewest(result))}`
    );
  },
} satisfies Findings<DepthResult>;

/** Logarithm of the ratio of the norms. */
const bottomOverTop = (norms: LayerNorms): number[] =>
  norms.length > 0 ? [Math.log(norms[0] / norms[norms.length - 1])] : [];
