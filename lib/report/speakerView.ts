import { createContext, runInContext } from "node:vm";

/**
 * The script in the speaker's window, which reveal.js's notes plugin writes when it opens: it runs under the slides' policy, and so
 * must be named there. The plugin is asked to open one here, and what it writes is read.
 */
export function speakerScript(plugin: string): string {
  const written: string[] = [];
  const popup = { document: { write: (html: string) => written.push(html) } };
  const window = {
    location: { search: "" },
    open: () => popup,
    addEventListener() {},
  };
  const deck = { getConfig: () => ({ url: "" }), getState: () => ({}), addKeyBinding() {} };
  const context = createContext({ window, deck, setInterval: () => 0, alert() {} });
  runInContext(`${plugin};const made = RevealNotes();made.init(deck);made.open()`, context);
  const [, script] = written.join("").match(/<script>([\s\S]*?)<\/script>/) ?? [];
  if (!script) throw new Error("reveal.js's notes plugin writes no script into the speaker's window any more");
  return script;
}
