import type { Findings } from "../../../view/withFinding";
import { arrived, type CliffResult } from "./config";
import { acrossCliff } from "./figures";

export const cliffFindings = {
  surface({ descents }) {
    const count = (way: "plain" | "clipped") => descents.filter((descent) => arrived(descent[way])).length;
    if (descents.length === 0) return undefined;
    return `${count("clipped")} of ${descents.length} starts reach the minimum clipped by norm, ${count("plain")} without clipping`;
  },
  slice({ config }) {
    const { norms } = acrossCliff(config);
    const longest = Math.max(...norms).toLocaleString("en", { maximumFractionDigits: 0 });
    const [left, right] = [norms[0], norms[norms.length - 1]].map((norm) => norm.toFixed(2));
    return `The gradient's norm is ${longest} at the cliff, ${left} at the left end and ${right} at the right`;
  },
} satisfies Findings<CliffResult>;
