import { existsSync } from "node:fs";
import path from "node:path";
import { briefly, expect } from "../core/errors";
import type { Told } from "./jobProgress";
import type { Job } from "./runJob";

const lib = path.join(__dirname, "..");
/** Of a study of the lecture, compiled. */
const ofStudy = /^experiments\/[\w.-]+\/\w+\/job\.js$/;

/** Whether a compiled file, by its whole path, holds jobs of a study of the lecture. */
export const isJobModule = (file: string): boolean => ofStudy.test(path.relative(lib, file));

/**
 * Where a study's jobs are compiled, of a name that came from elsewhere: nothing else of this machine can be named.
 * @throws where it is none
 */
export function moduleOfJob(module: unknown): string {
  const is = typeof module === "string" && ofStudy.test(module) && !module.includes("..");
  expect(is, () => `a module of jobs, such as experiments/4-multilayer/depth/job.js, expected, got ${briefly(module)}`);
  const file = path.join(lib, module as string);
  expect(existsSync(file), () => `${module}: a module of this version of the lab expected, got none`);
  return file;
}

/** The job that a module exports by this name. @throws where it exports none */
export function exportedJob(file: string, name: unknown): Job<unknown, unknown, Told> {
  const exported = require(file) as Readonly<Record<string, unknown>>;
  const is = typeof name === "string" && Object.hasOwn(exported, name) && typeof exported[name] === "function";
  expect(is, () => `${path.relative(lib, file)}: an exported job expected, got ${briefly(name)}`);
  return exported[name as string] as Job<unknown, unknown, Told>;
}
