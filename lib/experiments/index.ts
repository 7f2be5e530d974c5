/** Every experiment of the lab: a new one is added here, and its laws are tested. */
export { charLmPredicts, diversityCost, samplingDiversity } from "./charLm/claims";
export {
  carriedHorizon,
  carriedState,
  emptiedHorizon,
  memoryOfWindow,
  truncationBias,
  windowsAreFaster,
} from "./truncation/claims";
export { chaos, contraction, helloNeedsState, memoryGrows, oscillation } from "./vanilla/claims";
