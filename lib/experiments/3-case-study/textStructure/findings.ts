import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { endingBits, memoryFinding, unitsFinding } from "../readerFindings";
import type { Counting, TextResult } from "./config";
import { everyCharacter } from "./far";
import { share, writtenAt } from "./figures";

interface Best {
  readonly order: number;
  readonly bits: number;
}

/** The counting model that is best at such characters; NaN bits where there is none. */
const bestCounting = (counting: readonly Counting[], names: readonly string[]): Best =>
  counting
    .map(({ order, far }): Best => ({ order, bits: mean(names.map((name) => mean(far[name]))) }))
    .reduce((a, b) => (a.bits <= b.bits ? a : b), { order: 0, bits: Number.NaN });

/** Over all that is counted and the networks, at their first checkpoint or their last. */
function rightAt({ models, real }: TextResult, checkpoint: 0 | -1): number {
  const written = finished(models).flatMap((model) => writtenAt(model).at(checkpoint) ?? []);
  return mean(Object.keys(real).flatMap((name) => written.flatMap(({ counts }) => share(counts[name]) ?? [])));
}

export const readingFindings = {
  loss({ models, counting }) {
    const { order, bits } = bestCounting(counting, [everyCharacter]);
    return `The networks end at ${endingBits(models).toFixed(2)} bits per character, the best n-gram (${order}-gram) at ${bits.toFixed(2)}`;
  },
  units: ({ models }) => unitsFinding(models),
  memory: ({ models }) => memoryFinding(models),
} satisfies Findings<TextResult>;

export const codeFindings = {
  ...readingFindings,
  training: (result) =>
    `Of the structure that is written ${inPercent(rightAt(result, 0))} is right at the first checkpoint, ` +
    `${inPercent(rightAt(result, -1))} at the last`,
  far({ models, counting, farCharacters }) {
    const names = Object.keys(farCharacters).filter((name) => name !== everyCharacter);
    const own = mean(finished(models).flatMap(({ far }) => names.map((name) => mean(far[name]))));
    return (
      `What is decided far back costs the networks ${own.toFixed(2)} bits, ` +
      `the best n-gram ${bestCounting(counting, names).bits.toFixed(2)}`
    );
  },
} satisfies Findings<TextResult>;
