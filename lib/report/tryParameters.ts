import { LabError } from "../core/errors";
import { checkParameters } from "../experiments/setParameters";

// A process of its own, for it loads TensorFlow: what is wrong with the parameters of its argument, or nothing.
const { parameters, ...asked } = JSON.parse(process.argv[2]);
try {
  checkParameters(parameters, asked);
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  process.stdout.write(error.message);
}
