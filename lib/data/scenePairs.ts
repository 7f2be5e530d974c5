import { fork, seed, uniforms } from "../core/random";

/** Scenes to learn from, and scenes whose pairs of things never occur among those. */
export type Part = "train" | "heldOut";

const heldOutShare = 0.2;

/**
 * To which part a pair of nouns belongs, in either order. It is a property of the pair alone, the same for every key and
 * every scene, so that no two data sets can disagree about it: one pair in five is held out.
 */
export function partOf(a: string, b: string): Part {
  const [first, second] = [a, b].sort();
  return uniforms(fork(seed(231), `${first} and ${second}`))() < heldOutShare ? "heldOut" : "train";
}

/** Those of `candidates` that may stand beside all of `others` in a scene of this part. */
export const companions = (others: readonly string[], candidates: readonly string[], part: Part): string[] =>
  candidates.filter((noun) => others.every((other) => other !== noun && partOf(other, noun) === part));
