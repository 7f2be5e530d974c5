import type { CellName } from "../cells/stackOf";

/** What options of these names mean in every experiment that has them: said once, and shown by a notebook's Shift-Tab. */
export interface OptionMeanings {
  /** "vanilla", "lstm" or "gru". */
  cell: CellName;
  /** How many cells stand on one another. */
  layers: number;
  /** H: the units of each layer. */
  hiddenSize: number;
  /** E: the numbers that a word is read as. */
  embeddingSize: number;
  /** A: the units in which a place and a state are compared. */
  attentionSize: number;
  /** How many sequences a step learns from. */
  batchSize: number;
  /** T: over how many elements the gradient goes back. */
  windowLength: number;
  /** How many times the weights are updated. */
  steps: number;
  /** Of Adam, unless the experiment says otherwise. */
  learningRate: number;
  /** A longer gradient, all weights taken together, is shortened to this norm. */
  clipNorm: number;
  /** Steps between two points of a curve. */
  evaluateEvery: number;
  /** On how many windows of the held-out text, for each of `batchSize` readers, the loss is measured. */
  heldOutWindows: number;
  /** How many times all is repeated, with other weights and other batches: what the interval is over. */
  seeds: number;
  /** "moby-dick", "rxjs", or the path of a text file; a relative one starts at the lab's folder, or at the notebook's. */
  corpus: string;
  /** How many texts a beam search keeps. */
  beamWidth: number;
  /** Scenes to learn from. */
  trainScenes: number;
  /** Scenes that are only described or asked about. */
  testScenes: number;
  /** The side, in pixels, of the pictures that the network sees. */
  imageSize: number;
  /** In how many layouts the network that sees has learnt each thing. */
  networkLayouts: number;
  /** Training steps of the network that sees. */
  networkSteps: number;
}

/** Options to override, each with what it means. */
export type Overrides<C extends object> = Partial<C> & Partial<Pick<OptionMeanings, keyof C & keyof OptionMeanings>>;
