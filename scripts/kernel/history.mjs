// @ts-check
/**
 * What was run since the kernel started, for front ends that offer it again.
 * @typedef {{ output: boolean, hist_access_type: "range" | "tail" | "search", n?: number, start?: number, stop?: number, pattern?: string, unique?: boolean }} Question
 */

/** The kernel's only session: one that was restarted knows nothing of the earlier. */
const session = 1;

export function openHistory() {
  /** @type {{ line: number, input: string, output?: string }[]} */
  const entries = [];
  return {
    /** @param {number} line @param {string} input @param {string} [output] */
    add: (line, input, output) => entries.push({ line, input, output }),
    /** @param {Question} question */
    answer(question) {
      const history = select(entries, question).map(({ line, input, output }) => {
        return [session, line, question.output ? [input, output ?? null] : input];
      });
      return { status: "ok", history };
    },
  };
}

/**
 * @template {{ line: number, input: string }} E
 * @param {E[]} entries @param {Question} question
 */
function select(entries, { hist_access_type, n, start = 0, stop, pattern = "*", unique }) {
  if (hist_access_type === "range") {
    return entries.filter(({ line }) => line >= start && line < (stop ?? Number.POSITIVE_INFINITY));
  }
  const matching = hist_access_type === "search" ? entries.filter(({ input }) => matches(input, pattern)) : entries;
  // The last of those that are alike.
  const kept = unique ? [...new Map(matching.map((entry) => [entry.input, entry])).values()] : matching;
  return n ? kept.slice(-n) : kept;
}

/** A file name's pattern, with * and ?. Linear: a regular expression of many * would take for ever. @param {string} text @param {string} pattern */
function matches(text, pattern) {
  let [at, star, taken] = [0, -1, 0]; // in the pattern; its last *, and up to where in the text that reaches
  for (let i = 0; i < text.length; ) {
    if (pattern[at] === "*") [star, taken] = [at++, i];
    else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[i])) [at, i] = [at + 1, i + 1];
    else if (star >= 0) [at, i] = [star + 1, ++taken];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
