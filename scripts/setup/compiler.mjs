// @ts-check
import { spawnSync } from "node:child_process";

/** The C++ compiler's command, if the machine has one. */
export function findCompiler() {
  const names = process.env.CXX ? [process.env.CXX] : ["c++", "g++", "clang++"];
  return names.find((name) => spawnSync(name, ["--version"]).status === 0);
}
