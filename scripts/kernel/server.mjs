// @ts-check
// The kernel's half of Jupyter's conversation: requests are answered one after the other, each between busy and idle.
import { setTimeout as sleep } from "node:timers/promises";
import { complete, inspect } from "./assistance.mjs";
import { openCells } from "./cells.mjs";
import { completeness } from "./completeness.mjs";
import { openExecution } from "./execution.mjs";
import { failureOf } from "./failure.mjs";
import { openHistory } from "./history.mjs";
import { kernelInfo } from "./kernelInfo.mjs";
import { captureOutput } from "./output.mjs";
import { keepSourceMaps } from "./sourceMaps.mjs";

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 * @typedef {import("./cells.mjs").Cells} Cells
 */

/** After a failure, for the rest of a Run All that is on its way: it is aborted, too. */
const ON_ITS_WAY = 50; // ms

/** @param {import("./channels.mjs").Channels} channels @param {{ greeting?: string }} [options] what the first cell is told */
export function serve(channels, { greeting } = {}) {
  // Before anything loads tslab.
  keepSourceMaps();
  const output = captureOutput(channels, greeting);
  const history = openHistory();
  /** @type {Cells | undefined} */
  let opened;
  const cells = () => {
    opened ??= openCells();
    return opened;
  };
  const execution = openExecution({ channels, output, cells, history });

  /** @type {Request[]} */
  const queue = [];
  /** @type {WeakSet<Request>} */
  const aborted = new WeakSet();
  let wake = () => {};
  let tellAsked = () => {};
  /** Resolves when a front end has its first answer. @type {Promise<void>} */
  const asked = new Promise((resolve) => {
    tellAsked = resolve;
  });

  async function abort() {
    await sleep(ON_ITS_WAY);
    for (const request of queue) if (request.header.msg_type === "execute_request") aborted.add(request);
  }

  /** @type {Record<string, (request: Request) => Content | Promise<Content>>} */
  const answers = {
    kernel_info_request: kernelInfo,
    execute_request: (request) => execution.execute(request, abort),
    complete_request: ({ content }) => complete(cells(), /** @type {any} */ (content)),
    inspect_request: ({ content }) => inspect(cells(), /** @type {any} */ (content)),
    is_complete_request: ({ content }) => completeness(content.code),
    history_request: ({ content }) => history.answer(/** @type {any} */ (content)),
    // tslab has no widgets.
    comm_info_request: () => ({ status: "ok", comms: {} }),
    // sockets.mjs has already sent the signal.
    interrupt_request: () => ({ status: "ok" }),
    shutdown_request: ({ content }) => ({ status: "ok", restart: content.restart ?? false }),
  };

  /** @param {string} channel @param {Request} request */
  async function answer(channel, request) {
    const type = request.header.msg_type;
    channels.publish("status", { execution_state: "busy" }, request);
    if (aborted.has(request)) channels.reply(channel, request, { status: "aborted" });
    else if (answers[type]) channels.reply(channel, request, await attempt(() => answers[type](request)));
    else if (type === "comm_open")
      channels.publish("comm_close", { comm_id: request.content.comm_id, data: {} }, request);
    channels.publish("status", { execution_state: "idle" }, request);
    tellAsked();
    if (type === "shutdown_request") process.exit();
  }

  // Without the compiler, where that is what failed.
  const failure = (/** @type {unknown} */ error) => opened?.failure(error) ?? failureOf(error, () => undefined);

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
      const request = queue.shift();
      if (request) await answer("shell", request);
      else await new Promise((resolve) => (wake = () => resolve(undefined)));
    }
  }

  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (thrown) => {
      output.print("stderr", `Nothing waited for what failed here:\n${failure(thrown).traceback.join("\n")}\n`);
    });
  }
  const interrupt = () => opened?.interrupt();
  process.on("SIGINT", interrupt);
  channels.onTerminated(() => {
    // An experiment that was ended has not given the signal back (lib/view/session.ts).
    process.removeAllListeners("SIGINT").on("SIGINT", interrupt);
    interrupt();
  });
  process.on("exit", channels.close);
  channels.publish("status", { execution_state: "starting" }, undefined);
  channels.onRequest((channel, request) => {
    // What is asked on the control channel does not wait for a cell.
    if (channel === "control") return void answer(channel, request);
    queue.push(request);
    wake();
  });
  void work();
  return { asked, cells, count: execution.count };
}
