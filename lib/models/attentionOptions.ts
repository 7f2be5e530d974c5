import { rateForm } from "../cells/dropout";
import { expectForm, forms } from "../core/argumentForms";
import { type StartState, startStates } from "./attentionStart";
import { type Glance, glances } from "./glance";

/** The sizes of a captioner with attention, and how it looks. */
export interface AttentionOptions {
  readonly vocabSize: number;
  /** L, of the map x_1 … x_L. */
  readonly places: number;
  /** D, of each x_i. */
  readonly featureSize: number;
  /** A, of the scores' hidden layer. */
  readonly attentionSize: number;
  /** What is read where nothing else is chosen. */
  readonly glance?: Glance;
  /** What the state before the first word knows of the picture: by default the mean of its places. */
  readonly start?: StartState;
  /** Whether words are said from z_t and y_{t−1}, too, and not from h_t alone; see `attentionOutput`. */
  readonly deepOutput?: boolean;
  /** Whether z_t is multiplied by β_t = σ(h_{t−1} gate.w + gate.b), a number between 0 and 1: how much to look at all. */
  readonly gate?: boolean;
  /** Whether where to look depends on the word just read, too: h_{t−1} has not read it yet. Wh is then [H + E, A]. */
  readonly askWithWord?: boolean;
  /** Rate of dropout of the output's inputs; it acts where the loss is given a key, that is in training. */
  readonly dropout?: number;
  /** λ of the doubly stochastic penalty, which wants each place to be looked at once over the caption; see `evenLooks`. */
  readonly doublyStochastic?: number;
}

const { atLeastZero, fields, oneOf, size, truth } = forms;
const form = fields(
  { vocabSize: size, places: size, featureSize: size, attentionSize: size },
  {
    ...{ glance: oneOf(glances), start: oneOf(startStates), deepOutput: truth, gate: truth, askWithWord: truth },
    ...{ dropout: rateForm, doublyStochastic: atLeastZero },
  },
);

/** All of them: what is not given is as in the lecture's captioner. */
export function allAttentionOptions(options: AttentionOptions): Required<AttentionOptions> {
  expectForm("attentionCaptioner", form, options);
  const { glance = "soft", start = "mean", deepOutput = false, gate = false, askWithWord = false } = options;
  const { dropout = 0, doublyStochastic = 0 } = options;
  return { ...options, glance, start, deepOutput, gate, askWithWord, dropout, doublyStochastic };
}
