/** What training was told of a step. */
interface At {
  readonly step: number;
  readonly loss: number;
  readonly gradNorm: number;
}

/** Why training ends at a step whose loss, gradient or update is not finite; `last` is the step before it, if there was one. */
export function divergence({ step, loss, gradNorm }: At, last: At | undefined): string {
  const isUpdate = Number.isFinite(loss) && Number.isFinite(gradNorm);
  const numbers = (at: Omit<At, "step">) => `loss ${brief(at.loss)}, gradient norm ${brief(at.gradNorm)}`;
  const got = numbers({ loss, gradNorm }) + (isUpdate ? "; its update gives numbers that are not finite" : "");
  const before = last ? `step ${last.step} had ${numbers(last)}` : "no step came before it";
  const advice =
    last || isUpdate
      ? "A smaller learning rate, or clipNorm, may help."
      : "Look for NaN and Infinity in the weights, in the batch and in what the loss divides by.";
  return `train: finite numbers expected, got at step ${step}: ${got}. Training ends with the weights of before it (${before}). ${advice}`;
}

const brief = (value: number): string => `${Number(value.toPrecision(4))}`;
