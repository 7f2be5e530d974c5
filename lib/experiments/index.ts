/** Every experiment of the lab: a new one is added here, and its laws are tested. */

export { ablationIsSelective, ablationNeedsTheUnits, plantedUnitsFollow } from "./caseStudy/plantedClaims";
export {
  codeUnitsFollow,
  networkSeesFurther,
  networkWritesFurther,
  proseUnitsFollow,
  structureAppears,
} from "./caseStudy/textClaims";
export { charLmPredicts, diversityCost, samplingDiversity } from "./charLm/claims";
