import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import { type BiasResult, claimedWindow } from "./config";

const cosine = ({ models }: BiasResult, place: number): string => {
  const biases = finished(models).flatMap(({ points }) => points.at(place)?.biases ?? []);
  return mean(biases.filter(({ windowLength }) => windowLength === claimedWindow).map((bias) => bias.cosine)).toFixed(
    3,
  );
};

export const biasFindings = {
  bias: (result) =>
    `Cosine of the gradient of a window of ${claimedWindow} to the full one: ${cosine(result, 0)} fresh, ${cosine(result, -1)} trained`,
} satisfies Findings<BiasResult>;
