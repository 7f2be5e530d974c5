import { mean } from "../../../analysis/statistics";
import type { Findings } from "../../../view/withFinding";
import type { HelloResult } from "./config";

export const helloFindings = {
  loss: ({ models, bound }) => {
    const nats = mean(models.flatMap(({ withState }) => withState.nats ?? []));
    return `With its state the loss falls to ${nats.toFixed(3)} nats a letter; without memory ${bound.toFixed(3)} is the least`;
  },
  states: ({ models }) => {
    const steps = models[0]?.pass?.steps ?? [];
    const least = Math.min(...steps.map(({ nats }) => Math.exp(-nats)));
    return `After each letter the first network gives the next one a probability of ${least.toFixed(3)} or more`;
  },
} satisfies Findings<HelloResult>;
