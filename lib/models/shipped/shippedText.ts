import type { Params } from "../../cells/cell";
import { type BuiltModel, languageModelIn } from "../languageModelIn";
import { weightsIn } from "../weightsIn";
import type { AboutNetwork, ShippedFile } from "./shippedNetwork";

/** A language model over characters that has learnt. */
export interface TrainedText extends BuiltModel {
  /** The caller disposes them. */
  readonly params: Params;
  readonly about: AboutNetwork;
}

export function shippedText({ file, read, about }: ShippedFile): TrainedText {
  const built = languageModelIn(file, read.metadata);
  return { ...built, params: weightsIn(file, read, built.model), about };
}
