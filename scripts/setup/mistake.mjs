// @ts-check
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Something the user can put right: shown as its message alone, without a stack trace. */
export class Mistake extends Error {}

/** What a file system refuses to a user who may not, has no room, or has put something else in the place. */
const refused = new Set(
  "EACCES EPERM EROFS ENOSPC EDQUOT EFBIG ENOENT ENOTDIR EISDIR EEXIST ENOTEMPTY ENAMETOOLONG ELOOP EBUSY EMFILE ENFILE EIO".split(
    " ",
  ),
);

/** A project that cannot be written to, or a full disk, is the user's to put right. @param {unknown} error */
export function asMistake(error) {
  const { code = "", syscall, message } = /** @type {NodeJS.ErrnoException} */ (error);
  // Without a call it is the loader's own: what it does not find is a mistake of ours.
  return syscall && refused.has(code)
    ? new Mistake(`The lab must read and write in the project's folder and cannot: ${message}.`)
    : error;
}

/**
 * Before a program that says it worse.
 * @param {string} file of the project; where it is not yet, the folder above it must be one that can be written to
 */
export function expectWritable(file) {
  let place = file;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    if (place !== file && !statSync(place).isDirectory()) throw new Error(`${place} is no folder`);
    accessSync(place, constants.W_OK);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Mistake(`${file} must be written, and cannot be: ${message}.`);
  }
}

/**
 * Runs a command's main function; its result is the exit code.
 * @param {() => Promise<number | void>} main
 */
export async function command(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (thrown) {
    const error = asMistake(thrown);
    if (!(error instanceof Mistake)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
