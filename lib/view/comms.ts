/** One conversation with what a cell has shown. */
export interface Comm {
  send(data: object): void;
}
export interface CommListener {
  heard(data: Readonly<Record<string, unknown>>): void;
  closed(): void;
}
/** @returns undefined where nobody listens any more */
type Opened = (comm: Comm, data: Readonly<Record<string, unknown>>) => CommListener | undefined;

/** From now on `opened` is told of each front end that wants to speak with `target` (scripts/kernel/comms.mjs); nothing outside of a kernel. */
export function listenTo(target: string, opened: Opened): void {
  const listen = (globalThis as { readonly [key: symbol]: unknown })[Symbol.for("lecture-lab.comms")];
  (listen as ((target: string, opened: Opened) => void) | undefined)?.(target, opened);
}
