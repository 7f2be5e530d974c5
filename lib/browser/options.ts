import type * as native from "../lab/options";

/** As `lab/options.ts`: in a page nobody gives options, and so none is checked. */
const any: native.OptionKind = { safeParse: () => ({ success: true }) };

export const count = any;
export const positive = any;
export const text = any;
export const counts = any;
export const oneOf: typeof native.oneOf = () => any;
export const someOf: typeof native.someOf = () => any;
export const kindsOf: typeof native.kindsOf = () => ({});
export const checkOptions: typeof native.checkOptions = () => {};
export const fromText: typeof native.fromText = (_, typed) => typed;
