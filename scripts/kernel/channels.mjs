// @ts-check
import { readFileSync, writeSync } from "node:fs";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { COUNTS } from "./counts.mjs";
import { exit } from "./unheard.mjs";
import { message, pack } from "./wire.mjs";

/**
 * The kernel's side of sockets.mjs.
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 * @typedef {ReturnType<typeof openChannels>} Channels
 */

/** How long a kernel that ends waits for its last words to be sent. */
const PATIENCE = 2000; // ms

/** @param {string} configPath Jupyter's connection file */
export function openChannels(configPath) {
  const connection = JSON.parse(readFileSync(configPath, "utf8"));
  const sent = new Int32Array(new SharedArrayBuffer(4));
  const counts = new Int32Array(new SharedArrayBuffer(4 * Object.keys(COUNTS).length));
  const worker = new Worker(new URL("sockets.mjs", import.meta.url), { workerData: { connection, sent, counts } });
  worker.on("error", (error) => {
    // Not by console.error, which a cell would show.
    writeSync(2, `${inspect(error)}\n`);
    exit(1);
  });
  /** Until the kernel is ready. @type {[channel: string, request: Request][]} */
  const early = [];
  /** @type {(channel: string, request: Request) => void} */
  let take = (channel, request) => void early.push([channel, request]);
  let onTerminated = () => {};
  let settle = () => {};
  /** What was heard and not yet taken. @type {{ channel: string, request: Request, terminated?: boolean }[]} */
  const heard = [];
  const terminating = () => Atomics.load(counts, COUNTS.terminating) > 0;
  worker.on("message", (one) => {
    heard.push(one);
    // It may come too late for the cell, and ends whatever computes next: this, which is then called again.
    while (terminating());
    for (let next = heard.shift(); next; next = heard.shift()) {
      const { channel, request, terminated } = next;
      if (!terminated) take(channel, request);
      else {
        onTerminated();
        settle();
      }
    }
  });
  /** @param {string} channel @param {(Uint8Array | string)[]} frames */
  const send = (channel, frames) => worker.postMessage({ channel, frames });
  return {
    stops: {
      /** How many Stops have come, also while nothing pauses. */
      pressed: () => Atomics.load(counts, COUNTS.pressed),
      /** How many of them were before the end of a cell that has ended. */
      answered: () => Atomics.load(counts, COUNTS.answered),
      /** How many computations hear a Stop by themselves. @param {number} count */
      hearing: (count) => void Atomics.store(counts, COUNTS.hearing, count),
      answer: () => void Atomics.store(counts, COUNTS.answered, Atomics.load(counts, COUNTS.pressed)),
    },
    /**
     * What the kernel itself computes, such as the compiling of a cell, and would be of no use half done.
     * @template R @param {() => R} compute
     */
    undisturbed(compute) {
      Atomics.add(counts, COUNTS.undisturbed, 1);
      try {
        return compute();
      } finally {
        Atomics.sub(counts, COUNTS.undisturbed, 1);
      }
    },
    /** @param {typeof take} taker */
    onRequest(taker) {
      take = taker;
      for (const [channel, request] of early.splice(0)) take(channel, request);
    },
    /** Resolves at once, or when what is being terminated has been. */
    async settled() {
      if (terminating()) await new Promise((resolve) => (settle = () => resolve(undefined)));
    },
    /** Told when a cell that took no notice of a Stop was ended, and left nothing to wait for. @param {() => void} told */
    onTerminated(told) {
      onTerminated = told;
    },
    /** To everyone. @param {string} type @param {Content} content @param {Request | undefined} parent */
    publish: (type, content, parent) => send("iopub", pack(message(type, content, parent), [type], connection.key)),
    /** From now on what is printed belongs to this request. @param {Request} request */
    printFor: ({ header }) => worker.postMessage({ printFor: header }),
    /** @param {string} stream @param {string} text */
    print: (stream, text) => worker.postMessage({ stream, text }),
    /** To the one who asked. @param {string} channel @param {Request} request @param {Content} content */
    reply(channel, request, content) {
      // What could not be read has no type.
      const type = request.header.msg_type.replace(/_request$/, "_reply") || "error";
      send(channel, pack(message(type, content, request), request.identities, connection.key));
    },
    /** Of the one who runs this cell. @param {Request} request @param {Content} content */
    ask: (request, content) =>
      send("stdin", pack(message("input_request", content, request), request.identities, connection.key)),
    /** Waits until all is sent; nothing can be sent afterwards. */
    close() {
      worker.postMessage({ close: true });
      Atomics.wait(sent, 0, 0, PATIENCE);
    },
  };
}
