import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../core/project";

/** A file that pages hold as it is. */
export const inLib = (name: string): string => readFileSync(path.join(projectRoot, "lib", name), "utf8");

/** One of the report's own styles and scripts. */
export const template = (name: string): string => inLib(`report/template/${name}`);
