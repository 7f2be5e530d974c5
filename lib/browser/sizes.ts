import type * as native from "../lab/sizes";

/** As `lab/sizes.ts`: in a page nobody asks for more than the defaults. */
export const sizesOf: typeof native.sizesOf = () => [];
export const checkSizes: typeof native.checkSizes = () => {};
