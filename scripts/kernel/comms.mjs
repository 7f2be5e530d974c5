// @ts-check
// Conversations between what a cell has shown and the kernel, such as a slider's: Jupyter's comms.
// @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages

/**
 * @typedef {import("./wire.mjs").Request} Request
 * @typedef {import("./wire.mjs").Content} Content
 * @typedef {{ heard: (data: Content) => void, closed: () => void }} Listener
 * @typedef {{ send: (data: Content) => void }} Comm
 * @typedef {(comm: Comm, data: Content) => Listener | undefined} Opened undefined where nobody listens any more
 */

/** @param {import("./channels.mjs").Channels} channels @param {import("./stops.mjs").Stops} stops */
export function openComms(channels, stops) {
  /** @type {Map<string, Opened>} */
  const targets = new Map();
  /** @type {Map<string, Listener & { target: string }>} */
  const open = new Map();
  /** From now on `opened` is told of who wants to speak with `target`. @param {string} target @param {Opened} opened */
  const listen = (target, opened) => void targets.set(target, opened);
  // Where lib/view/comms.ts finds it: a symbol, for lib/ knows nothing of scripts/.
  Object.assign(globalThis, { [Symbol.for("lecture-lab.comms")]: listen });

  /** What the front end said last is what is answered. @type {Request | undefined} */
  let last;

  /** @param {Request} request */
  function hear(request) {
    const { header, content } = request;
    last = request;
    const { comm_id, data = {}, target_name } = content;
    if (header.msg_type === "comm_close") {
      open.get(comm_id)?.closed();
      open.delete(comm_id);
      return;
    }
    if (header.msg_type === "comm_msg") return open.get(comm_id)?.heard(data);
    /** @param {Content} told */
    const send = (told) => channels.publish("comm_msg", { comm_id, data: told }, last);
    const listener = targets.get(target_name)?.({ send }, data);
    if (listener) open.set(comm_id, { ...listener, target: target_name });
    else channels.publish("comm_close", { comm_id, data: {} }, request);
  }

  return {
    /** @param {Request} request */
    info: ({ content }) => ({
      status: "ok",
      comms: Object.fromEntries(
        [...open]
          .filter(([, { target }]) => !content.target_name || content.target_name === target)
          .map(([id, { target }]) => [id, { target_name: target }]),
      ),
    }),
    /**
     * What is computed in answer is something of its own, which a Stop ends; unless a cell runs, with which it ends.
     * @param {Request} request @param {boolean} inCell
     */
    async hear(request, inCell) {
      if (inCell) return hear(request);
      const { failure } = await stops.run(request.stops ?? 0, async () => {
        hear(request);
        return {};
      });
      if (failure) throw failure;
    },
  };
}
