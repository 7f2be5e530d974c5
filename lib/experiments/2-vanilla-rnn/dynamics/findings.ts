import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import { above, below, type DynamicsResult } from "./config";

const exponent = ({ models, config }: DynamicsResult, radius: number): number => {
  const largest = Math.max(...config.hiddenSizes);
  const own = finished(models).flatMap(({ growth }) =>
    growth.filter((one) => one.hiddenSize === largest && one.radius === radius),
  );
  return mean(own.map((one) => one.exponent));
};

const turns = (nats: number): string => `${nats < 0 ? "decays" : "grows"} by ${Math.abs(nats).toFixed(3)}`;

export const dynamicsFindings = {
  portraits: ({ models }) => {
    const radii = models[0]?.portraits.map(({ radius }) => radius) ?? [];
    return `One network, Wh scaled from ρ = ${Math.min(...radii)} to ${Math.max(...radii)}: it forgets, swings, is chaotic, saturates`;
  },
  growth: (result) =>
    `A perturbation ${turns(exponent(result, below))} nats a step at ρ = ${below}, and ${turns(exponent(result, above))} at ${above}`,
} satisfies Findings<DynamicsResult>;
