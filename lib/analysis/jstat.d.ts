declare module "jstat" {
  export const jStat: { studentt: { inv(probability: number, degreesOfFreedom: number): number } };
}
