import { fork, seed } from "../../lib/core/random";
import { charLm } from "../../lib/models/charLm";
import { sampler } from "../../lib/train/sample";
import type { SampleRow } from "./protocol";
import { stackOf } from "./referenceTraining";

/** A text of 256 characters at temperature 1. */
export function sampling(row: SampleRow): () => number {
  const model = charLm(stackOf({ ...row, inputSize: row.vocabSize }));
  const params = model.init(seed(7));
  const { draw } = sampler(model, { block: row.block });
  let texts = 0;
  const length = 256;
  return () => {
    draw(params, { sequences: [{ prompt: [0], temperature: 1, key: fork(seed(8), texts++) }], length });
    return length;
  };
}
