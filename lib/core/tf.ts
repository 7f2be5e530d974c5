/** The one door to TensorFlow: everything else imports `tf` from here. */
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";

import * as tf from "@tensorflow/tfjs-node";

export { tf };

/** The protobuf classes that tfjs-node ships without types; `core/graph/graph.ts` says which of them it uses. */
export const protobuf: unknown = require("@tensorflow/tfjs-node/dist/proto/api_pb");
