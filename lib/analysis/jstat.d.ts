declare module "jstat" {
  export const jStat: {
    studentt: { inv(probability: number, degreesOfFreedom: number): number };
    normal: { cdf(x: number, mean: number, std: number): number };
    beta: { inv(probability: number, alpha: number, beta: number): number };
  };
}
