import { existsSync } from "node:fs";
import path from "node:path";

/** The lab's folder: data paths resolve from here, never from the working directory. */
export const projectRoot = ancestorHolding("package-lock.json", __dirname);

function ancestorHolding(name: string, folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, name)) || parent === folder ? folder : ancestorHolding(name, parent);
}

/** A folder of what the lab has computed: results of jobs, features of pictures, weights of networks, drawn emoji. */
export const cacheFolder = (name: "results" | "features" | "weights" | "emoji" | "verified"): string =>
  path.join(projectRoot, ".cache", name);
