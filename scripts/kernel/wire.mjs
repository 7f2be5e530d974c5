// @ts-check
// How a message looks on the wire: [identities…] <IDS|MSG> signature header parent metadata content [buffers…].
// @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readRequest } from "./request.mjs";

const delimiter = "<IDS|MSG>";
const version = "5.4";
const session = randomUUID();

/**
 * @typedef {import("./request.mjs").Content} Content
 * @typedef {import("./request.mjs").Header} Header
 * @typedef {import("./request.mjs").Said & { identities: Uint8Array[], stops?: number }} Request with how many Stops came before
 */

/**
 * @param {string} type @param {Content} content @param {Request | undefined} parent what it answers
 * @returns {{ header: Header, parent: Header | {}, content: Content }}
 */
export function message(type, content, parent) {
  const username = parent?.header.username ?? "kernel";
  const header = { msg_id: randomUUID(), msg_type: type, session, username, date: new Date().toISOString(), version };
  return { header, parent: parent?.header ?? {}, content };
}

/**
 * @param {ReturnType<typeof message>} message @param {(Uint8Array | string)[]} identities of its receiver, or its topic
 * @param {string} key
 */
export function pack({ header, parent, content }, identities, key) {
  const parts = [header, parent, {}, content].map((part) => JSON.stringify(part));
  return [...identities, delimiter, signature(parts, key), ...parts];
}

/**
 * Undefined for what nobody who knows the key has sent.
 * @param {Uint8Array[]} frames @param {string} key @returns {Request | undefined}
 */
export function unpack(frames, key) {
  const at = frames.findIndex((frame) => Buffer.from(frame).equals(Buffer.from(delimiter)));
  if (at < 0 || at + 1 >= frames.length) return undefined;
  const parts = frames.slice(at + 2, at + 6);
  const [given, expected] = [Buffer.from(frames[at + 1]), Buffer.from(signature(parts, key))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { identities: frames.slice(0, at), ...readRequest(parts) };
}

/** Empty without a key, which asks for no signatures. @param {(Uint8Array | string)[]} parts @param {string} key */
function signature(parts, key) {
  if (!key) return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
