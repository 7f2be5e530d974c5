import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { inScripts, output, root } from "./project.js";

const content = randomBytes(3_000_000);
const half = content.length / 2;
const hash = createHash("sha256").update(content).digest("hex");

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  target = join(folder, "wheel");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Downloads from a server that answers with `answer`; returns what the client said and the Range headers it sent. */
async function download(answer: (request: IncomingMessage, response: ServerResponse) => void, sha256 = hash) {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wheel`;
  const python = join(root, ".venv", "bin", "python");
  const env = { ...process.env, no_proxy: "127.0.0.1" };
  const said = await output(python, [inScripts("setup", "download.py"), address, sha256, target], { env });
  server.close();
  return { ...said, ranges };
}

function whole(_request: IncomingMessage, response: ServerResponse) {
  response.writeHead(200, { "Content-Length": content.length }).end(content);
}

function ranged(request: IncomingMessage, response: ServerResponse) {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (from >= content.length) return response.writeHead(416).end();
  response.writeHead(from ? 206 : 200, { "Content-Length": content.length - from }).end(content.subarray(from));
}

function cut(_request: IncomingMessage, response: ServerResponse) {
  response.writeHead(200, { "Content-Length": content.length });
  response.write(content.subarray(0, half), () => response.destroy());
}

test("a connection that is cut goes on where it stopped", async () => {
  let first = true;
  const { code, ranges } = await download((request, response) => {
    (first ? cut : ranged)(request, response);
    first = false;
  });
  assert.equal(code, 0);
  assert.deepEqual(ranges, [undefined, `bytes=${half}-`]);
  assert.deepEqual(readFileSync(target), content);
});

test("a download that was killed goes on where it stopped", async () => {
  writeFileSync(`${target}.part`, content.subarray(0, 1000));
  const { code, ranges } = await download(ranged);
  assert.equal(code, 0);
  assert.deepEqual(ranges, ["bytes=1000-"]);
  assert.deepEqual(readFileSync(target), content);
});

test("a download that was killed when complete is only checked", async () => {
  writeFileSync(`${target}.part`, content);
  const { code } = await download(ranged);
  assert.equal(code, 0);
  assert.deepEqual(readFileSync(target), content);
});

test("a server without ranges sends it again from the start", async () => {
  writeFileSync(`${target}.part`, content.subarray(0, 1000));
  const { code } = await download(whole);
  assert.equal(code, 0);
  assert.deepEqual(readFileSync(target), content);
});

test("a file with another hash is refused and removed", async () => {
  const { code, stderr } = await download(whole, "0".repeat(64));
  assert.equal(code, 1);
  assert.match(stderr, /is not the expected file/);
  assert.ok(!existsSync(target) && !existsSync(`${target}.part`));
});

test("an address that does not exist is one sentence", async () => {
  const { code, stderr } = await download((_request, response) => response.writeHead(404).end());
  assert.equal(code, 1);
  assert.match(stderr, /^http:\S+ answers 404 Not Found\.\s*$/);
});
