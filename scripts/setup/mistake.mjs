// @ts-check

/** Something the user can put right: shown as its message alone, without a stack trace. */
export class Mistake extends Error {}

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
