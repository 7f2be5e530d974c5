import { vanilla } from "../../cells/vanilla";
import { normal, seed } from "../../core/random";
import type { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import { attentionCaptioner } from "../../models/attention";
import type { Choose } from "../../models/glance";
import { softAttention } from "../../models/softAttention";
import { drawFrom, type Slides, tokens } from "../shared/slide";

const sizes = { vocabSize: 6, places: 4, featureSize: 5, attentionSize: 4 };

/** One look of the attention at four places, from the inside. */
function look(choose: Choose | undefined, title: string) {
  const attention = softAttention({ placeSize: sizes.featureSize, hiddenSize: 6, attentionSize: sizes.attentionSize });
  const weights = attention.init(seed(3));
  const [places, h] = [normal<tf.Rank.R3>(seed(8), [1, 4, sizes.featureSize]), normal<tf.Rank.R2>(seed(9), [1, 6])];
  const run = () => {
    const {
      alpha,
      weights: s,
      z,
    } = attention.attend(
      weights,
      { places, keys: attention.keys(weights, places) },
      h,
      choose && ((one) => choose(one, 0)),
    );
    return { α: alpha, ...(choose && { s }), z };
  };
  return diagram(run, { name: title, title, weights, given: { x: places, h }, numbers: true });
}

/** Attention: the loop over words, and one look. */
export const attentionSlides = {
  "3.2-attention-loop": () => {
    const model = attentionCaptioner(vanilla({ inputSize: 3 + sizes.featureSize, hiddenSize: 5 }), sizes);
    const [weights, image, x] = [model.init(seed(3)), normal<tf.Rank.R3>(seed(8), [1, 4, 5]), tokens(0, 3, 2)];
    const run = () => {
      const { logits, alphas } = model.read(weights, x, { state: model.start(weights, image) });
      return { d: logits.softmax(), α: alphas };
    };
    const title = "Attention: before each word a distribution α over places, after it one d over words";
    return diagram(run, { name: "Attention", title, weights, given: { image, x } });
  },
  "3.2-soft": () => look(undefined, "Soft attention: z is the mean of all places under α"),
  "3.2-hard": () => look((alpha) => drawFrom(alpha, 0.3), "Hard attention: z is one place, drawn from α"),
} satisfies Slides;
