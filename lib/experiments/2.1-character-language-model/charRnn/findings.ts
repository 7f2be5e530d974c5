import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import type { CharRnnResult } from "./config";

export const charRnnFindings = {
  epochs: ({ models, config }) => {
    const ends = finished(models).map(({ curve }) => curve[curve.length - 1].heldOutNats);
    return `After ${config.epochs} epochs char-rnn's recipe reaches ${mean(ends).toFixed(3)} nats per held-out character`;
  },
} satisfies Findings<CharRnnResult>;
