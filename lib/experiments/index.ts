/** Every experiment of the lab: a new one is added here, and its laws are tested. */
export { charLmPredicts, diversityCost, samplingDiversity } from "./charLm/claims";
export { clippingAtCliff } from "./gradients/cliff/claims";
export { clippingPreventsDivergence, gradientSpikes, valueClippingTurns } from "./gradients/clipping/claims";
export { clippingNoCure, identityHelps, orthogonalHelps } from "./gradients/longLag/claims";
export {
  explodesAboveOne,
  gradientIsPower,
  tanhSlope,
  tanhTames,
  vanishesBelowOne,
} from "./gradients/slope/claims";
export { transientGrowth } from "./gradients/transient/claims";
