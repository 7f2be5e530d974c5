import type { Control } from "../view/controls";

/** A control as a page has it: plain data. */
export type ControlData = Pick<Control, "kind" | "label" | "start" | "look"> & { readonly name: string };

/** A control under one's hand. */
export interface ControlView {
  readonly node: HTMLElement;
  readonly value: () => unknown;
}
