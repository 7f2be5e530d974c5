import type { Vocabulary } from "../data/vocabulary";
import { type TrainedName, type TrainedNetworks, trained } from "../models/trained";

const opened = new Map<TrainedName, TrainedNetworks[TrainedName]>();

/** A trained network, opened once: a moment asks it again and again, and never disposes it. */
export function networkOf<N extends TrainedName>(name: N): TrainedNetworks[N] {
  const network = opened.get(name) ?? trained(name);
  opened.set(name, network);
  return network as TrainedNetworks[N];
}

/** A text as a network can read it: characters that it does not know are spaces. */
export const readable = (text: string, { characters }: Vocabulary): string =>
  [...text].map((character) => (characters.includes(character) ? character : " ")).join("");
