import { mean } from "../../../analysis/statistics";
import { finished, signed } from "../../../lab/trials";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { equalities, type GruResult, networkKinds } from "./config";
import { savedByGru } from "./figures";
import { bitsOf, textsOf } from "./rows";

export const gruFindings = {
  loss(result) {
    const texts = textsOf(result);
    const [rnn, gru, lstm] = networkKinds.map((kind) => {
      const own = finished(result.models).filter((model) => model.kind === kind && model.match === "units");
      return mean(texts.map((task) => mean(own.filter((model) => model.task === task).map(bitsOf)))).toFixed(2);
    });
    return `On texts the RNN ends at ${rnn} bits per character, the GRU at ${gru}, the LSTM at ${lstm}`;
  },
  differences(result) {
    const means = textsOf(result).flatMap((task) =>
      equalities.flatMap((setting) => savedByGru(result, task, setting, "LSTM")?.mean ?? []),
    );
    if (means.length === 0) return undefined;
    return (
      `The GRU's loss less the LSTM's is between ${signed(Math.min(...means))} and ${signed(Math.max(...means))} bits ` +
      `in ${means.length} comparisons`
    );
  },
  gates({ models }) {
    const all = models.flatMap((model) => model.units ?? []);
    const share = (of: "open" | "shut") => inPercent(mean(all.map((unit) => unit[of])));
    return `A trained GRU keeps the old (z > 0.9) ${share("open")} of the time, takes the new (z < 0.1) ${share("shut")}`;
  },
} satisfies Findings<GruResult>;
