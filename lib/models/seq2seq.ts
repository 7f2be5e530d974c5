import { type Cell, expectCell, type Params, type State } from "../cells/cell";
import { lastState } from "../cells/masked";
import { withinModule } from "../cells/torchModule";
import { cellModules } from "../cells/torchRecurrent";
import { expect } from "../core/errors";
import { fork } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { type CharLm, charLm } from "./charLm";
import { type TargetBatch, teacherForced } from "./decoder";

/** Sequences of different lengths in one batch: tokens int32 [N, T], and a mask [N, T] that is 0 where they are padded. */
export type PaddedTokens = { readonly tokens: tf.Tensor2D; readonly mask: tf.Tensor2D };

/** Sources with their masks, and targets for teacher forcing. */
export type TranslationBatch = TargetBatch & { readonly source: PaddedTokens };

/** Many inputs, then many outputs. `logits`, `next` and `zeroState` are the decoder's, to draw with. */
export interface Seq2Seq<S extends State = State>
  extends Pick<CharLm<S>, "init" | "torch" | "zeroState" | "logits" | "next"> {
  /** The encoder's last state, with which the decoder begins; dispose it. */
  encode(params: Params, source: PaddedTokens): S;
  /** Mean cross-entropy in nats per target, by teacher forcing; dispose it. */
  loss(params: Params, batch: TranslationBatch): tf.Scalar;
}

/**
 * Many to one, then one to many: the encoder's last state is all that the decoder knows of the source.
 *   s = encoder(x_1 … x_S)     h_0 = s     h_t = decoder(h_{t−1}, onehot(y_{t−1}))     logits_t = h_t Wy + by     y_0 = START
 * Weights carry the part's name: `encoder.Wx`, `decoder.Wy`.
 * @param encoder reads one-hot source tokens
 * @param decoder reads one-hot target tokens, START and END among them
 * @throws where the two have states of different sizes
 * @see Sutskever et al. 2014; Cho et al. 2014; lecture 1
 */
export function seq2seq<S extends State>(encoder: Cell<Params, S>, decoder: Cell<Params, S>): Seq2Seq<S> {
  for (const cell of [encoder, decoder]) expectCell("seq2seq", cell);
  const sizes = [encoder, decoder].map(stateSizes);
  expect(
    sizes[0] === sizes[1],
    () => `seq2seq: a decoder with the encoder's state (${sizes[0]}) expected, got ${sizes[1]}`,
  );
  const language = charLm(decoder);
  const own = (params: Params) => unprefixed("decoder.", params);

  const encode = (params: Params, { tokens, mask }: PaddedTokens): S =>
    lastState(encoder, unprefixed("encoder.", params), { x: tokens, mask });

  return {
    torch: {
      ...withinModule("encoder", "encoder.", cellModules(encoder)),
      ...withinModule("decoder", "decoder.", language.torch ?? {}),
    },
    init: (key) => ({
      ...prefixed("encoder.", encoder.init(fork(key, "encoder"))),
      ...prefixed("decoder.", language.init(fork(key, "decoder"))),
    }),
    zeroState: language.zeroState,
    logits: (params, tokens, state) => language.logits(own(params), tokens, state),
    next: (params, tokens, state) => language.next(own(params), tokens, state),
    encode,
    loss: (params, { source, ...batch }) =>
      tf.tidy(() => teacherForced(language, own(params), { ...batch, initial: encode(params, source) })),
  };
}

/** "c 5, h 5" */
const stateSizes = (cell: Cell): string =>
  tf.tidy(() =>
    Object.entries(cell.zeroState(1))
      .map(([name, { shape }]) => `${name} ${shape[1]}`)
      .sort()
      .join(", "),
  );
