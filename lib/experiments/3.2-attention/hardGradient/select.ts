import { type Estimator, type EstimatorResult, estimators, type GradientModel, type GradientResult } from "./config";

export const finished = ({ models }: GradientResult): GradientModel[] =>
  models.filter(({ ended }) => ended === "finished");

export const of = (model: GradientModel, estimator: Estimator): EstimatorResult =>
  model.estimators.find((one) => one.estimator === estimator)!;
