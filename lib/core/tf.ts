/** The one door to TensorFlow: everything else imports `tf` from here. */
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";

import * as tf from "@tensorflow/tfjs-node";

export { tf };
