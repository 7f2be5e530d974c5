/** The one door to TensorFlow: everything else imports `tf` from here. */
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
// One thread an operation: a recurrent step's products are too small to share, and waking a second thread takes longer
// than it saves. The second core has the other shard of a batch, or another seed's process.
process.env.TF_NUM_INTRAOP_THREADS ??= "1";

import * as tf from "@tensorflow/tfjs-node";

export { tf };

/** The protobuf classes that tfjs-node ships without types; `core/graph/graph.ts` says which of them it uses. */
export const protobuf: unknown = require("@tensorflow/tfjs-node/dist/proto/api_pb");
