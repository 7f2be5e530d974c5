// @ts-check
/** What the kernel's two threads count together: see channels.mjs. */
export const COUNTS = { pressed: 0, answered: 1, undisturbed: 2, terminating: 3, hearing: 4 };
