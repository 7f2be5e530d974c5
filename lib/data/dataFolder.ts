import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";

/** A set that is not shipped: where its folder is told, and where it is had. */
export interface DataSet {
  readonly name: string;
  /** The environment variable that names the folder; a relative path starts at the lab's folder. */
  readonly variable: string;
  /** What the folder holds, for example "Flickr8k.token.txt or captions.txt". */
  readonly holds: string;
  readonly address: string;
  /** The folder under data/ whose README describes the set. */
  readonly readme: string;
}

/** @throws where the variable is not set, or names no folder */
export function dataFolder(set: DataSet, environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment[set.variable];
  const advice = `${set.name} is had at ${set.address}; see data/${set.readme}/README.md`;
  const wanted = `${set.variable}: the folder of ${set.name}, with ${set.holds}, expected`;
  expect(named !== undefined && named !== "", `${wanted}, got nothing. ${advice}`);
  const folder = path.resolve(projectRoot, named);
  const got = !existsSync(folder) ? "no such folder" : statSync(folder).isDirectory() ? undefined : "a file";
  expect(got === undefined, `${wanted}, got ${folder}: ${got}. ${advice}`);
  return folder;
}

/** A file's name without the folders that some lists put before it, also those of Windows. */
export const withoutFolders = (name: string): string => name.slice(name.search(/[^\\/]*$/));

/**
 * Gives the path of a photograph by its name, or null where it is not in the first of the folders that exists; folders
 * before the name do not count.
 */
export function photographFinder(folders: readonly string[]): (name: string) => string | null {
  const folder = folders.find((one) => existsSync(one));
  const names = new Set(folder === undefined ? [] : readdirSync(folder));
  return (name) => {
    const found = [name, withoutFolders(name)].find((one) => names.has(one));
    return folder !== undefined && found !== undefined ? path.join(folder, found) : null;
  };
}
