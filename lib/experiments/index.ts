/** Every experiment of the lab: a new one is added here, and its laws are tested. */
export { charLmPredicts, diversityCost, samplingDiversity } from "./charLm/claims";
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
