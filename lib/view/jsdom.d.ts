/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What the lab uses of jsdom. With @types/jsdom, which names the whole DOM, every notebook's compiler would read it. */
declare module "jsdom" {
  export type DOMWindow = Window & typeof globalThis;
  export class VirtualConsole {}
  export class JSDOM {
    constructor(
      html: string,
      options?: { runScripts: "outside-only"; pretendToBeVisual: boolean; virtualConsole: VirtualConsole },
    );
    readonly window: DOMWindow;
    static fragment(html: string): DocumentFragment;
  }
}
