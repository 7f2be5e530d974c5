import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { importScript, inScripts, output } from "./project.js";

test("a port in use is said in one sentence", async () => {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { code, stderr } = await output(process.execPath, [inScripts("lab.mjs"), "--port", `${port}`]);
  server.close();
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`^Port ${port} is in use: [^\n]*\n$`));
});

test("the port is read from every way of giving it", async () => {
  const { explicitPort } = await importScript("setup", "port.mjs");
  for (const args of [["--port", "8889"], ["--port=8889"], ["--ServerApp.port=8889"], ["-y", "--port", "8889"]])
    assert.equal(explicitPort(args), 8889);
  assert.equal(explicitPort([]), undefined);
  for (const port of ["many", "-5", "8e3", "70000"])
    assert.throws(() => explicitPort([`--port=${port}`]), new RegExp(`^Error: --port ${port}: not a port number.$`));
});
