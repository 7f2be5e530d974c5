// @ts-check
import { once } from "node:events";
import { createServer } from "node:net";
import { Mistake } from "./mistake.mjs";

/** The port that the arguments for Jupyter name, if they do. @param {string[]} args */
export function explicitPort(args) {
  const [, port] = / --(?:ServerApp\.)?port[= ](\S+)/.exec(` ${args.join(" ")}`) ?? [];
  if (port === undefined) return undefined;
  if (!/^\d+$/.test(port) || Number(port) > 65535) throw new Mistake(`--port ${port}: not a port number.`);
  return Number(port);
}

/** @param {number} port */
export async function assertFree(port) {
  const server = createServer().listen(port, "localhost");
  try {
    await once(server, "listening");
  } catch (error) {
    const reason = /** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE" ? "in use" : "not available";
    throw new Mistake(`Port ${port} is ${reason}: choose another with --port, or leave it out for the next free one.`);
  }
  server.close();
}
