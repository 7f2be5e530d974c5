/**
 * Resolves at the event loop's next turn: messages and signals come in, and a page draws. Not by setTimeout, with which
 * a browser waits four milliseconds.
 */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === "function") return void setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
