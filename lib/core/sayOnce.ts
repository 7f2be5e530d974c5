/** Says something to whoever watches, beside the result. */
export const sayNow = (sentence: string): boolean => process.stderr.write(`${sentence}\n`);

/** Says something to whoever watches, beside the results; of the same matter once in a process. */
export function sayOnce(matter: string, sentence: string): void {
  if (said.has(matter)) return;
  said.add(matter);
  sayNow(sentence);
}
const said = new Set<string>();
