// @ts-check
import { createRequire } from "node:module";
import { findEarlierNames } from "./earlierNames.mjs";

/** @typedef {typeof import("@tslab/typescript-for-tslab")} TypeScript */

/**
 * The TypeScript that tslab brings and compiles cells with.
 * @returns {TypeScript}
 */
export const kernelTypescript = () => tslabRequire("@tslab/typescript-for-tslab");

export const tslabRequire = createRequire(createRequire(import.meta.url).resolve("tslab/package.json"));

/** @type {import("@tslab/typescript-for-tslab").Program | undefined} */
let compiled;

/** What the compiler has read last: the cell, and the types of all that is named in it. */
export const lastProgram = () => compiled;

/** Has `lastProgram` know what a compiler makes. @template {{ afterProgramCreate?: (made: any) => void }} H @param {H} host @returns {H} */
export function heard(host) {
  const told = host.afterProgramCreate;
  host.afterProgramCreate = (made) => {
    compiled = made.getProgram();
    findEarlierNames(kernelTypescript(), made);
    told?.(made);
  };
  return host;
}
