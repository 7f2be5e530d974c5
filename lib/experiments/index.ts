/** Every experiment of the lab: a new one is added here, and its laws are tested. */

export { classToDrawing, drawingsRecognised } from "./basis/drawing/claims";
export { rowsToLabel } from "./basis/rows/claims";
export { charLmPredicts, diversityCost, samplingDiversity } from "./charLm/claims";
