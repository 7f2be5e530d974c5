// @ts-check
// What a cell reads of process.stdin: the front end is asked for it, a line at a time, where it can answer.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Readable } from "node:stream";

/** @typedef {import("./wire.mjs").Request} Request */

/** Whoever has read a line and wants no more has said so by then. */
const SOON = 20; // ms

class InputError extends Error {}

/** @param {import("./channels.mjs").Channels} channels */
export function openInput(channels) {
  /** The cell that runs. @type {Request | undefined} */
  let request;
  let stream = new Readable();
  let [wanted, asked] = [false, false];

  function open() {
    [wanted, asked] = [false, false];
    stream = new Readable({
      encoding: "utf8",
      read() {
        wanted = true;
        askSoon();
      },
    }).on("resume", askSoon);
    return stream;
  }

  const askSoon = () => void setTimeout(ask, SOON).unref();

  function ask() {
    const paused = stream.isPaused() && stream.listenerCount("readable") === 0;
    if (!request || !wanted || asked || paused || stream.destroyed) return;
    if (request.content.allow_stdin !== true) {
      stream.destroy(new InputError("a cell asks for input here, and what runs this notebook has none to give"));
      return;
    }
    asked = true;
    channels.ask(request, { prompt: "", password: false });
  }

  /** Paused by one who has gone: the next would wait for ever. */
  const isLeft = () =>
    stream.isPaused() && !stream.readableLength && !stream.listenerCount("data") && !stream.listenerCount("readable");
  Object.defineProperty(process, "stdin", {
    configurable: true,
    get: () => (stream.destroyed || !stream.readable || isLeft() ? open() : stream),
  });
  open();
  for (const name of /** @type {const} */ (["readFileSync", "readSync"])) {
    const read = /** @type {(...given: any[]) => any} */ (fs[name]);
    fs[name] = /** @type {any} */ (
      (/** @type {any[]} */ ...given) => {
        if (given[0] !== 0 && given[0] !== "/dev/stdin") return read(...given);
        throw new InputError(
          `${name} cannot wait for input in a notebook; await the question of node:readline/promises instead`,
        );
      }
    );
  }
  syncBuiltinESMExports();

  return {
    /** @param {Request} cell */
    begin(cell) {
      request = cell;
      asked = false;
      askSoon();
    },
    end() {
      request = undefined;
    },
    /** @param {Request} reply */
    take({ content, complaint }) {
      // Nobody waits any more, where the cell was stopped.
      if (!asked || complaint !== undefined) return;
      [wanted, asked] = [false, false];
      stream.push(`${content.value}\n`);
    },
  };
}
