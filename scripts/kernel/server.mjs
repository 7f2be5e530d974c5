// @ts-check
// The kernel's half of Jupyter's conversation: requests are answered one after the other, each between busy and idle.
import { setTimeout as sleep } from "node:timers/promises";
import { complete, inspect } from "./assistance.mjs";
import { openCells } from "./cells.mjs";
import { openComms } from "./comms.mjs";
import { completeness } from "./completeness.mjs";
import { openExecution } from "./execution.mjs";
import { failureOf } from "./failure.mjs";
import { openHistory } from "./history.mjs";
import { openInput } from "./input.mjs";
import { kernelInfo } from "./kernelInfo.mjs";
import { findLibrary } from "./library.mjs";
import { captureOutput } from "./output.mjs";
import { keepSourceMaps } from "./sourceMaps.mjs";
import { openStops } from "./stops.mjs";
import { exit, listenForUnheard } from "./unheard.mjs";

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 * @typedef {import("./cells.mjs").Cells} Cells
 */

/** After a failure, for the rest of a Run All that is on its way: it is aborted, too. */
const ON_ITS_WAY = 50; // ms

/** @param {string} type */
const isComm = (type) => /^comm_(open|msg|close)$/.test(type);

/** Said to who asked for what is no request, or none that this kernel answers. */
class RequestError extends Error {}

/** @param {import("./channels.mjs").Channels} channels @param {{ greeting?: string }} [options] what the first cell is told */
export function serve(channels, { greeting } = {}) {
  // Before anything loads tslab.
  keepSourceMaps();
  findLibrary();
  const output = captureOutput(channels, greeting);
  const history = openHistory();
  const stops = openStops(channels);
  const comms = openComms(channels, stops);
  /** @type {Cells | undefined} */
  let opened;
  const cells = () => {
    opened ??= openCells(channels, stops);
    return opened;
  };
  const interrupt = () => {
    if (stops.interrupt()) opened?.interrupt();
  };
  // Without the compiler, where that is what failed.
  const failure = (/** @type {unknown} */ error) => opened?.failure(error) ?? failureOf(error, () => undefined);
  const unheard = listenForUnheard({ failure, print: output.print, giveUp: interrupt });
  const input = openInput(channels);
  const execution = openExecution({ channels, output, cells, history, stops, unheard, input });

  /** @type {[channel: string, request: Request][]} */
  const queue = [];
  /** @type {WeakSet<Request>} */
  const aborted = new WeakSet();
  let isInCell = false;
  let wake = () => {};
  let tellAsked = () => {};
  /** Resolves when a front end has its first answer. @type {Promise<void>} */
  const asked = new Promise((resolve) => {
    tellAsked = resolve;
  });

  async function abort() {
    await sleep(ON_ITS_WAY);
    for (const [, request] of queue) if (request.header.msg_type === "execute_request") aborted.add(request);
  }

  /** @type {Record<string, (request: Request) => Content | Promise<Content>>} */
  const requests = {
    kernel_info_request: kernelInfo,
    async execute_request(request) {
      isInCell = true;
      try {
        return await execution.execute(request, abort);
      } finally {
        isInCell = false;
      }
    },
    complete_request: ({ content }) => complete(cells(), /** @type {any} */ (content)),
    inspect_request: ({ content }) => inspect(cells(), /** @type {any} */ (content)),
    is_complete_request: ({ content }) => completeness(content.code),
    history_request: ({ content }) => history.answer(/** @type {any} */ (content)),
    comm_info_request: comms.info,
    interrupt_request() {
      if (stops.unheard()) interrupt();
      return { status: "ok" };
    },
    shutdown_request: ({ content }) => ({ status: "ok", restart: content.restart ?? false }),
  };
  // A request may be called constructor.
  const answers = new Map(Object.entries(requests));

  /** @param {string} channel @param {Request} request */
  async function answer(channel, request) {
    const type = request.header.msg_type;
    channels.publish("status", { execution_state: "busy" }, request);
    if (aborted.has(request)) channels.reply(channel, request, { status: "aborted" });
    else if (request.complaint !== undefined || answers.has(type) || type.endsWith("_request"))
      channels.reply(channel, request, await attempt(() => found(request)(request)));
    else if (isComm(type)) await attempt(() => comms.hear(request, isInCell).then(() => ({})));
    channels.publish("status", { execution_state: "idle" }, request);
    tellAsked();
    if (type === "shutdown_request" && request.complaint === undefined) exit();
  }

  /** @param {Request} request */
  function found({ header, complaint }) {
    const known = answers.get(header.msg_type);
    if (complaint === undefined && known) return known;
    const names = Object.keys(requests).join(", ");
    throw new RequestError(complaint ?? `one of ${names} expected, got ${header.msg_type.slice(0, 100)}`);
  }

  /** The kernel's own failure is an answer, too: whoever asked would wait for ever. @param {() => Content | Promise<Content>} work */
  async function attempt(work) {
    try {
      return await work();
    } catch (error) {
      return { status: "error", ...failure(error) };
    }
  }

  async function work() {
    for (;;) {
      const next = queue.shift();
      if (next) await answer(...next);
      else await new Promise((resolve) => (wake = () => resolve(undefined)));
    }
  }

  process.on("SIGINT", interrupt);
  channels.onTerminated(() => {
    stops.terminated();
    opened?.interrupt();
  });
  process.on("exit", channels.close);
  channels.publish("status", { execution_state: "starting" }, undefined);
  channels.onRequest((channel, request) => {
    if (channel === "stdin") return input.take(request);
    // What is asked on the control channel does not wait for a cell, unless it is one.
    const { msg_type: type } = request.header;
    if (channel === "control" && type !== "execute_request") return void answer(channel, request);
    // What a cell has shown is heard while a cell waits: a training gives way between its steps.
    if (isInCell && isComm(type)) return void answer(channel, request);
    queue.push([channel, request]);
    wake();
  });
  void work();
  return { asked, cells, count: execution.count, undisturbed: channels.undisturbed };
}
