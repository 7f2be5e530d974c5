// @ts-check
// A Stop and a cell come on two sockets, of which each is connected, and read, in its own time: a Stop may be read before
// the cell that it was pressed for. Then it would count as one for an earlier cell, and be lost.

/** More than the sockets of one front end are apart; the clocks of a page and of its server may be further. */
const APART = 250; // ms

/** @typedef {import("./request.mjs").Header} Header */

export function openOrder() {
  /** @type {{ sent: number, read: number } | undefined} */
  let stop;
  return {
    /** @param {Header} header of a Stop that has been read */
    stopped(header) {
      stop = { sent: sentAt(header), read: Date.now() };
    },
    /** Whether the last Stop was read before this cell, and sent after it. @param {Header} cell */
    overtaken: (cell) => stop !== undefined && Date.now() - stop.read < APART && sentAt(cell) <= stop.sent,
  };
}

/** NaN, which is neither before nor after, where it does not say. @param {Header} header */
const sentAt = ({ date }) => Date.parse(String(date));
