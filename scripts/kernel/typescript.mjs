// @ts-check
import { createRequire } from "node:module";

/**
 * The TypeScript that tslab brings and compiles cells with.
 * @returns {typeof import("@tslab/typescript-for-tslab")}
 */
export const kernelTypescript = () => tslabRequire("@tslab/typescript-for-tslab");

export const tslabRequire = createRequire(createRequire(import.meta.url).resolve("tslab/package.json"));
