/** The one door to TensorFlow: everything else imports `tf` from here. */
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
// One thread an operation: a recurrent step's products are too small to share, and waking a second thread takes longer
// than it saves. The second core has the other shard of a batch, or another seed's process.
process.env.TF_NUM_INTRAOP_THREADS ??= "1";

import * as tf from "@tensorflow/tfjs-node";
import { LabError } from "./errors";
import { afterTermination } from "./stop";
import { disposed, tensorText } from "./tensorText";
import { wordOperations } from "./tfErrors";

wordOperations(tf.backend(), () => tf.engine().state.activeScope?.name);

// Without this the rows of a list of lists may differ in length, and the tensor has no numbers.
tf.env().set("TENSORLIKE_CHECK_SHAPE_CONSISTENCY", true);

Object.assign(tf.Tensor.prototype, {
  [Symbol.for("nodejs.util.inspect.custom")](this: tf.Tensor, depth: number, options?: { indentationLvl?: number }) {
    return tensorText(this, depth, options?.indentationLvl);
  },
  throwIfDisposed(this: tf.Tensor) {
    if (this.isDisposed) throw new LabError(disposed(this));
  },
});

export { tf };

/** Resolves with the backend's name once tensors can be made; here at once, in a page when its backend is loaded. */
export const ready = async (): Promise<string> => tf.getBackend();

/** The protobuf classes that tfjs-node ships without types; `core/graph/graph.ts` says which of them it uses. */
export const protobuf: unknown = require("@tensorflow/tfjs-node/dist/proto/api_pb");

// Between the turns of the event loop no scope is open and no gradient is being taken, unless a Stop has ended one.
afterTermination(() => {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  Object.assign(state, { activeTape: null, gradientDepth: 0, kernelDepth: 0, numDataMovesStack: [] });
  while (state.scopeStack.length > 0) tf.engine().endScope();
});
