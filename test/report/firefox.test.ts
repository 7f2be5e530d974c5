import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { moments } from "../../lib/moments";
import type { Moment } from "../../lib/view/moment";
import { writeMomentsPage } from "./momentsPage";

const firefox = ["firefox", "firefox-esr"]
  .flatMap((name) => (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, name)))
  .find((file) => isExecutable(file));
const skip = !firefox
  ? "no Firefox found"
  : typeof WebSocket === "undefined" && "needs Node's WebSocket: Node 22, or 20 with --experimental-websocket";

describe("a page that computes, in Firefox", { skip, timeout: 300_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  let program: ChildProcess;
  let evaluate: (expression: string) => Promise<unknown>;
  before(async () => {
    await writeMomentsPage(folder);
    const args = ["--headless", "--no-remote", "--profile", mkdtempSync(path.join(folder, "profile-"))];
    program = spawn(firefox as string, [...args, "--remote-debugging-port", "0"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const address = await new Promise<string>((resolve) => {
      let said = "";
      program.stderr!.on("data", (words: Buffer) => {
        said += words;
        const found = said.match(/WebDriver BiDi listening on (ws:\S+)/)?.[1];
        if (found) resolve(found);
      });
    });
    const send = await conversation(`${address}/session`);
    await send("session.new", { capabilities: {} });
    const { contexts } = (await send("browsingContext.getTree", {})) as { contexts: { context: string }[] };
    const [{ context }] = contexts;
    await send("browsingContext.navigate", {
      context,
      url: pathToFileURL(path.join(folder, "page.html")).href,
      wait: "complete",
    });
    evaluate = async (expression) => {
      const given = { expression, target: { context }, awaitPromise: true };
      return ((await send("script.evaluate", given)) as { result: { value: unknown } }).result.value;
    };
  });
  after(() => {
    program?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { name } of Object.values(moments) as unknown as Moment[]) {
    test(`${name} comes alive and answers`, async () => {
      assert.equal(
        await evaluate(`(async () => {
          const figure = document.querySelector('figure[id="${name}"]');
          figure.scrollIntoView();
          while (!figure.querySelector("fieldset:not(:disabled)")) await new Promise((wait) => setTimeout(wait, 100));
          const changed = new Promise((seen) => new MutationObserver(seen)
            .observe(figure.querySelector(".pictures"), { subtree: true, childList: true, attributes: true, characterData: true }));
          figure.querySelector(".lab-moment").dispatchEvent(new Event("ask"));
          await changed;
          return figure.querySelector("p.state.failure")?.textContent ?? "";
        })()`),
        "",
      );
    });
  }
});

/** WebDriver BiDi: https://w3c.github.io/webdriver-bidi */
async function conversation(address: string) {
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result, message } = JSON.parse(data as string);
    waiting.get(id)?.(result ?? { result: { value: message } });
  });
  let count = 0;
  return (method: string, params: object) =>
    new Promise<unknown>((resolve) => {
      waiting.set(++count, resolve);
      socket.send(JSON.stringify({ id: count, method, params }));
    });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
