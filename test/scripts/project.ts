import { type SpawnOptionsWithoutStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** From dist/test/scripts. */
export const root = resolve(__dirname, "../../..");

export const inScripts = (...path: string[]) => join(root, "scripts", ...path);

/** Imports one of the scripts, which are plain .mjs and are not compiled to dist/. */
export const importScript = (...path: string[]) => import(pathToFileURL(inScripts(...path)).href);

/** Runs a program to its end. */
export async function output(program: string, args: string[], options: SpawnOptionsWithoutStdio = {}) {
  const child = spawn(program, args, { cwd: root, ...options });
  const [stdout, stderr] = [child.stdout, child.stderr].map(async (stream) => (await stream.toArray()).join(""));
  const [code] = await once(child, "close");
  return { code, stdout: await stdout, stderr: await stderr };
}
