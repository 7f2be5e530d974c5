// @ts-check
/** What a process prints is sent together: a front end drowns in a message for each line. */
const WAIT = 50; // ms
const MOST = 1 << 17; // characters

/**
 * Collects what is printed, and sends it before long, and before whatever else is sent.
 * @param {(name: string, text: string) => void} send
 */
export function collectLines(send) {
  let name = "";
  let text = "";
  /** @type {NodeJS.Timeout | undefined} */
  let due;

  function flush() {
    clearTimeout(due);
    due = undefined;
    if (text) send(name, text);
    text = "";
  }

  return {
    flush,
    /** @param {string} stream @param {string} more */
    print(stream, more) {
      if (stream !== name) flush();
      name = stream;
      text += more;
      if (text.length > MOST) flush();
      else due ??= setTimeout(flush, WAIT);
    },
  };
}
