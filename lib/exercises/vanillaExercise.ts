import { type VanillaParams, type VanillaState, vanilla } from "../cells/vanilla";
import { tf } from "../core/tf";
import { cellExercise, cellSizes, type StepArguments } from "./cellExercise";
import type { Mistake } from "./exercise";

type Arguments = StepArguments<VanillaParams, VanillaState>;

/** h' = of(x Wx, h Wh, b), where `of` is not what the lecture has. */
const wrong = (says: string, of: (xs: tf.Tensor, hs: tf.Tensor, b: tf.Tensor) => tf.Tensor): Mistake<Arguments> => ({
  says,
  answer: ({ Wx, Wh, b }, { h }, x) => ({ h: of(x.matMul(Wx), h.matMul(Wh), b) }),
});

/** h' = tanh(x Wx + h Wh + b) */
export const vanillaExercise = cellExercise(vanilla(cellSizes), {
  returns: "{ h }",
  mistakes: [
    wrong("The tanh is missing.", (xs, hs, b) => xs.add(hs).add(b)),
    wrong("The function around the sum is tanh, not the sigmoid.", (xs, hs, b) => xs.add(hs).add(b).sigmoid()),
    wrong("The function around the sum is tanh, not relu.", (xs, hs, b) => xs.add(hs).add(b).relu()),
    wrong("The bias b stands within the tanh, not outside.", (xs, hs, b) => xs.add(hs).tanh().add(b)),
    wrong("x Wx stands within the tanh, not outside.", (xs, hs, b) => xs.add(hs.add(b).tanh())),
    wrong("h Wh stands within the tanh, not outside.", (xs, hs, b) => xs.add(b).tanh().add(hs)),
    wrong("There is one tanh, of the whole sum, not one for x Wx and one for h Wh.", (xs, hs, b) =>
      xs.tanh().add(hs.add(b).tanh()),
    ),
    wrong("The products x Wx and h Wh are added, not multiplied.", (xs, hs, b) => xs.mul(hs).add(b).tanh()),
    wrong("The tanh is taken twice.", (xs, hs, b) => tf.tanh(xs.add(hs).add(b).tanh())),
  ],
});
