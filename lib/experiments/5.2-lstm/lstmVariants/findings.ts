import { lessOrMore } from "../../../lab/finals";
import type { Findings } from "../../../view/withFinding";
import type { VariantName, VariantsResult } from "./config";
import { besideLstm } from "./figures";

export const variantsFindings = {
  bits(result) {
    const found = (name: VariantName) => {
      const arm = result.arms.find((one) => one.name === name);
      return lessOrMore(arm ? (besideLstm(result, arm)?.more.mean ?? Number.NaN) : Number.NaN, "bits", 3);
    };
    return `Without its forget gate an LSTM needs ${found("no forget gate")}, a GRU as wide ${found("GRU")}`;
  },
} satisfies Findings<VariantsResult>;
