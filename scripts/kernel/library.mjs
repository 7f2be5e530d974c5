// @ts-check
// A notebook runs in its own folder, where its files are, and says "../lib" wherever that is: what is not found there is
// the project's. So are the packages.
import Module, { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { inProject, root } from "../setup/project.mjs";
import { heard, tslabRequire } from "./typescript.mjs";

const LIBRARY = /^(?:\.\.\/)+lib(?=\/|$)/;
const PACKAGE = /^[^./]/;

/**
 * The part of Node's loader that it does not document.
 * @typedef {{ _resolveFilename: (name: string, parent?: { filename?: string }, isMain?: boolean, options?: object) => string }} Resolver
 */

/** Has the compiler and the cells find it. */
export function findLibrary() {
  const file = tslabRequire.resolve("@tslab/typescript-for-tslab");
  const ts = tslabRequire(file);
  /** @type {NodeModule} */ (tslabRequire.cache[file]).exports = {
    ...ts,
    createWatchCompilerHost: (
      /** @type {string[]} */ files,
      /** @type {object} */ options,
      /** @type {any[]} */ ...rest
    ) => ts.createWatchCompilerHost(files, { ...options, rootDirs: [...above(process.cwd()), root] }, ...rest),
    createWatchProgram: (/** @type {any} */ host) => ts.createWatchProgram(heard(host)),
  };
  const resolver = /** @type {Resolver} */ (/** @type {unknown} */ (Module));
  const resolve = resolver._resolveFilename;
  const notebook = inProject("notebooks", "notebook.js");
  const home = { filename: notebook, paths: createRequire(notebook).resolve.paths("a package") };
  resolver._resolveFilename = function (name, parent, isMain, options) {
    try {
      return resolve.call(this, name, parent, isMain, options);
    } catch (error) {
      // A package that looks for another does without it.
      const asked = !options && !parent?.filename?.includes(`${sep}node_modules${sep}`);
      if (asked && LIBRARY.test(name)) return resolve.call(this, inProject(name.replace(LIBRARY, "lib")), home);
      if (asked && PACKAGE.test(name)) return resolve.call(this, name, home);
      throw error;
    }
  };
}

/** All folders above this one. @param {string} folder @returns {string[]} */
const above = (folder) => (dirname(folder) === folder ? [] : [dirname(folder), ...above(dirname(folder))]);
