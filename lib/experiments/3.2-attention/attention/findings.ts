import { mean } from "../../../analysis/statistics";
import { nounOf } from "../../../data/sceneNouns";
import { finalMean } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { inside } from "./attendedThings";
import { type AttentionResult, type Blend, selfCritical, soft, unattended } from "./config";

/** Of the first network: scene by scene, whether the largest α before each noun of its caption lay on that thing. */
function lookedRightly({ scenes, models }: AttentionResult): boolean[][] {
  const shown = models.find((model) => model.condition === soft.name && model.shown.length > 0)?.shown ?? [];
  return shown.map(({ words, alphas }, i) =>
    words.flatMap((word, t) => {
      const noun = nounOf(word);
      if (noun === undefined) return [];
      const boxes = scenes[i].things.filter((thing) => thing.noun === noun);
      const alpha = alphas[t];
      return [inside(alpha.indexOf(Math.max(...alpha)), Math.sqrt(alpha.length), boxes)];
    }),
  );
}

const right = (looks: readonly boolean[]): number => looks.filter(Boolean).length;

export const attentionFindings = {
  poster(result) {
    const scenes = lookedRightly(result);
    const firsts = scenes.map(([first = false]) => first);
    if (scenes.length === 0) return undefined;
    return `In ${right(firsts)} of these ${scenes.length} scenes the first network's attention is on the thing it names first`;
  },
  overlays(result) {
    const looks = lookedRightly(result).slice(0, 3).flat();
    if (looks.length === 0) return undefined;
    return `Before ${right(looks)} of ${looks.length} nouns the first network's attention is on the thing that it names`;
  },
  pointing({ models }) {
    const share = (of: "pointing" | "anywhere") => inPercent(finalMean(models, soft.name, (final) => final[of]));
    return `Soft attention's peak is on the named thing in ${share("pointing")} of cases, a random place in ${share("anywhere")}`;
  },
  learning({ models }) {
    const [ofSoft, ofHard, ofNone] = [soft, selfCritical, unattended].map(({ name }) =>
      finalMean(models, name, ({ testNats }) => testNats).toFixed(2),
    );
    return `Soft attention ends at ${ofSoft} nats per word, hard (self-critical) at ${ofHard}, none at ${ofNone}`;
  },
  blend({ models }) {
    const all = models.map(({ blends }) => blends).filter(({ length }) => length > 0);
    const third = (weights: readonly number[]) =>
      inPercent(mean(all.flatMap((blends) => weights.flatMap((weight) => thirdAt(blends, weight)))));
    return `A third thing is seen in ${third([0.5])} of scenes at half and half, in ${third([0, 1])} at one thing alone`;
  },
} satisfies Findings<AttentionResult>;

const thirdAt = (blends: readonly Blend[], weight: number): number[] =>
  blends.filter((blend) => blend.weight === weight).map(({ third }) => third);
