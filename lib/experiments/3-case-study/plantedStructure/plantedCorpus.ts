import { fork, seed } from "../../../core/random";
import { type PlantedState, plantedAlphabet, plantedText } from "../../../data/planted";
import type { Corpus } from "../../../data/text";
import { vocabulary } from "../../../data/vocabulary";
import type { PlantedConfig } from "./config";

export interface PlantedCorpus extends Corpus {
  /** The truth after each held-out character. */
  readonly states: readonly PlantedState[];
  /** Bits per held-out character of the grammar itself. */
  readonly floor: number;
}

/** The same text for every model. */
export function plantedCorpus({ characters }: Pick<PlantedConfig, "characters">): PlantedCorpus {
  const { text, states, bits } = plantedText(fork(seed(3), "planted text"), characters);
  const all = vocabulary(plantedAlphabet);
  const tokens = all.encode(text);
  const cut = Math.round(0.9 * characters);
  const floor = bits.slice(cut).reduce((sum, value) => sum + value, 0) / (characters - cut);
  const parts = { train: tokens.slice(0, cut), heldOut: tokens.slice(cut) };
  return { name: "the planted text", vocabulary: all, ...parts, states: states.slice(cut), floor };
}
