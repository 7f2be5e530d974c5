/** Every experiment of the lab: a new one is added here, and its laws are tested. */

export {
  attentionDescribes,
  attentionPoints,
  averageMisleads,
  baselineHelps,
  softLearnsFaster,
} from "./attention/claims";
export { baselineLowersVariance, samplesNeeded } from "./attention/gradient";
export { datesTranslated, greedyBeatsSampled, readBackwards } from "./basis/dates/claims";
export { classToDrawing, drawingsRecognised } from "./basis/drawing/claims";
export { readOutEarly, readOutLate } from "./basis/readOuts/claims";
export { rowsToLabel } from "./basis/rows/claims";
export { tagsInStep, tagsLater } from "./basis/tags/claims";
export {
  beamBeatsSampling,
  captionsGeneralise,
  captionsNeedTheImage,
  freeRunning,
  imageAtEveryStep,
  meanOfPlaces,
} from "./captioning/claims";
export { ablationIsSelective, ablationNeedsTheUnits, plantedUnitsFollow } from "./caseStudy/plantedClaims";
export {
  codeUnitsFollow,
  networkSeesFurther,
  networkWritesFurther,
  proseUnitsFollow,
  structureAppears,
} from "./caseStudy/textClaims";
export { charLmPredicts, diversityCost, samplingDiversity } from "./charLm/claims";
export { depthNotWeights, enoughLayers, enoughLstmLayers } from "./depth/claims";
export { layerDropout } from "./dropout/claims";
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
export {
  gruCheaper,
  gruForms,
  gruRecallsAlike,
  gruRemembers,
  gruSimilarCompute,
  gruSimilarParameters,
  gruSimilarUnits,
  updateGateBalances,
} from "./gru/claims";
export {
  carryDominates,
  closedForm,
  forgetGateVaries,
  forgetProduct,
  freshLstmKeeps,
  termsMultiply,
  trainedLstmKeeps,
} from "./lstm/claims";
export {
  carriedHorizon,
  carriedState,
  emptiedHorizon,
  memoryOfWindow,
  truncationBias,
  windowsAreFaster,
} from "./truncation/claims";
export { chaos, contraction, helloNeedsState, memoryGrows, oscillation } from "./vanilla/claims";
export { dotProductPoints, multiplyInteracts } from "./vqa/pointing/claims";
export { attentionAnswers, gainIsInteraction, multiplyInWords, pictureAndQuestion } from "./vqa/telling/claims";
