// @ts-check

/** Something the user can put right: shown as its message alone, without a stack trace. */
export class Mistake extends Error {}

/** A project that cannot be written to, or a full disk, is the user's to put right. @param {unknown} error */
export function asMistake(error) {
  const { code = "", message } = /** @type {NodeJS.ErrnoException} */ (error);
  return ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes(code)
    ? new Mistake(`Set-up must write in the project's folder and cannot: ${message}.`)
    : error;
}

/**
 * Runs a command's main function; its result is the exit code.
 * @param {() => Promise<number | void>} main
 */
export async function command(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
