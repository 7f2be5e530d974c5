import { mapTensors } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import type { CharLm } from "../../../models/charLm";

/**
 * The loss of a network whose state is emptied before every character, in training as in reading: of the past it knows the
 * last character alone. Each character is a sequence of its own, [N T, 1]; the state that a learner hands on is not read.
 */
export const withoutState = (model: CharLm): CharLm => ({
  ...model,
  loss: (params, { inputs, targets }, state, key) =>
    tf.tidy(() => {
      const alone = (tokens: tf.Tensor2D) => tokens.reshape<tf.Tensor2D>([-1, 1]);
      const { loss } = model.loss(params, { inputs: alone(inputs), targets: alone(targets) }, undefined, key);
      return { loss, state: mapTensors(state ?? model.zeroState(inputs.shape[0]), (tensor) => tensor.clone()) };
    }),
});
