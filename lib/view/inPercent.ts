/** "93 %": a share as one says it. */
export const inPercent = (share: number): string => `${Math.round(100 * share)} %`;
