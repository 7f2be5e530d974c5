// @ts-check
// The kernel's sockets, in a thread of their own: a cell that computes for a minute without a pause is heard of while it
// does, can be interrupted by a message, and answers the heartbeat; and no message is lost, however many a cell sends.
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { COUNTS } from "./counts.mjs";
import { collectLines } from "./lines.mjs";
import { openOrder } from "./order.mjs";
import { tslabRequire } from "./typescript.mjs";
import { message, pack, unpack } from "./wire.mjs";

/** How long a Stop waits for a cell to end by itself: a step of a large network takes seconds, and what it reached is kept. */
const PATIENCE = 5000; // ms
/**
 * What the library computes asks for a Stop by itself, and what waits hears the message: only where neither is known to do so
 * the signal is given, and again, for one that comes between compiling a cell and running it is lost to both.
 */
const AGAIN = 500; // ms

const zmq = tslabRequire("zeromq");

const { connection, sent, counts } = workerData;
const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 };

/** @type {Record<string, any>} */
const sockets = {
  shell: new zmq.Router(unlimited),
  control: new zmq.Router(unlimited),
  stdin: new zmq.Router(unlimited),
  // Not a plain publisher: it is told of its subscribers, and greets them.
  iopub: new zmq.XPublisher({ ...unlimited, verbosity: "allSubs" }),
  // Not a replier: it takes turns with one who asks, and fails where that one has gone.
  hb: new zmq.Router(unlimited),
};

/** One message after the other: a socket that is still sending refuses the next. @type {Record<string, Promise<void>>} */
const sending = Object.fromEntries(Object.keys(sockets).map((channel) => [channel, Promise.resolve()]));

/** @param {string} channel @param {unknown[]} frames */
function send(channel, frames) {
  sending[channel] = sending[channel].then(() => sockets[channel].send(frames)).catch(() => {}); // its receiver is gone
}

/** @type {(...about: Parameters<typeof message>) => void} */
const publish = (...about) => send("iopub", pack(message(...about), [about[0]], connection.key));

await Promise.all(Object.entries(sockets).map(([channel, socket]) => socket.bind(address(channel))));

// Before it is needed: connecting waits for the kernel, too.
const main = new Session();
main.connectToMainThread();

/** @type {NodeJS.Timeout | undefined} */
let deaf;
/** @type {NodeJS.Timeout | undefined} */
let again;
const order = openOrder();
/** Whose cell prints. @type {import("./wire.mjs").Request | undefined} */
let printing;
const lines = collectLines((name, text) => publish("stream", { name, text }, printing));

parentPort?.on("message", async ({ channel, frames, stream, text, printFor, close }) => {
  if (stream) return lines.print(stream, text);
  // What was printed before comes before.
  lines.flush();
  if (channel) send(channel, frames);
  if (channel === "control") quiet();
  if (printFor) printing = { header: printFor, identities: [], content: {} };
  if (!close) return;
  // The kernel is about to exit and waits.
  await Promise.all(Object.values(sending));
  for (const socket of Object.values(sockets)) socket.close();
  Atomics.store(sent, 0, 1);
  Atomics.notify(sent, 0);
});
for (const channel of ["shell", "control", "stdin"]) void listen(channel);
void echo();
void welcome();

/** @param {string} channel */
async function listen(channel) {
  for await (const frames of sockets[channel]) {
    const request = unpack(frames, connection.key);
    if (!request) continue;
    // At once, for the cell that it is about may not let the kernel read its messages.
    if (request.header.msg_type === "interrupt_request") interrupt(request);
    const before = Number(Atomics.load(counts, COUNTS.pressed)) - (order.overtaken(request.header) ? 1 : 0);
    parentPort?.postMessage({ channel, request: { ...request, stops: before } });
  }
}

/**
 * Node lets a signal end the first, synchronous part of a cell and hears of it where a cell pauses. What computes on and on
 * after it has waited for something does neither: when the kernel does not answer, its execution is terminated.
 * @param {import("./wire.mjs").Request} request
 */
function interrupt({ header }) {
  order.stopped(header);
  Atomics.add(counts, COUNTS.pressed, 1);
  quiet();
  again = setInterval(signal, AGAIN);
  deaf = setTimeout(terminate, PATIENCE);
}

function quiet() {
  clearInterval(again);
  clearTimeout(deaf);
}

/** Whether a Stop has still to be heard. */
const unanswered = () => Atomics.load(counts, COUNTS.answered) < Atomics.load(counts, COUNTS.pressed);
/** Something in the cell hears it by itself, as soon as it can. */
const heard = () => Atomics.load(counts, COUNTS.hearing) > 0;
/** The kernel then looks for a Stop by itself, when it has done. */
const undisturbed = () => Atomics.load(counts, COUNTS.undisturbed) > 0;

function signal() {
  if (unanswered() && !undisturbed() && !heard()) process.kill(process.pid, "SIGINT");
}

function terminate() {
  if (!unanswered()) return;
  if (undisturbed()) {
    deaf = setTimeout(terminate, AGAIN);
    return;
  }
  clearInterval(again);
  Atomics.store(counts, COUNTS.terminating, 1);
  main.post("Runtime.terminateExecution", () => {
    Atomics.store(counts, COUNTS.terminating, 0);
    parentPort?.postMessage({ terminated: true });
  });
}

async function echo() {
  for await (const frames of sockets.hb) send("hb", frames);
}

async function welcome() {
  for await (const [event] of sockets.iopub) {
    if (event[0] !== 1) continue; // an end of a subscription
    publish("iopub_welcome", { subscription: event.subarray(1).toString() }, undefined);
  }
}

/** @param {string} channel */
function address(channel) {
  const { transport, ip, [`${channel}_port`]: port } = connection;
  return `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
}
