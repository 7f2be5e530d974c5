import type { Controls, ValuesOf } from "./controls";
import type { MomentPicture } from "./pictured";

/**
 * One "what if": a few controls, and what is seen for their values. The same file answers in a notebook, where the kernel computes,
 * and in a page of the report, where the browser does.
 */
export interface Moment<C extends Controls = Controls> {
  /** Of its place in the lecture: "2-orbits". */
  readonly name: string;
  /** What one can find out, in a few words. */
  readonly title: string;
  readonly controls: C;
  /** Trained networks that it asks: a page fetches them first. */
  readonly networks?: readonly string[];
  /** Whether it draws scenes of emoji: a page fetches their pixels first. */
  readonly artwork?: boolean;
  /**
   * What is seen for these values. What takes longer is a generator: it shows each picture that it yields, and ends where a
   * control moves or somebody stops it. It keeps no tensors.
   */
  readonly answer: Answer<C>;
}

/** From the values of controls to what is seen, at once or bit by bit. */
export type Answer<C extends Controls> = (
  values: ValuesOf<C>,
) => MomentPicture | Promise<MomentPicture> | Iterable<MomentPicture> | AsyncIterable<MomentPicture>;

/** A moment, its values' types told by its controls. */
export const moment = <C extends Controls>(one: Moment<C>): Moment<C> => one;
