/** A program of its own (see provenance.ts): says as JSON which TensorFlow the notebooks compute with. */
import { tf } from "../core/tf";

const { binding } = tf.backend() as unknown as { binding?: { TF_Version?: string } };
process.stdout.write(JSON.stringify({ tfjs: tf.version_core, tensorflow: binding?.TF_Version ?? "(unknown)" }));
