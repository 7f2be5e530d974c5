import type { LoadedGraph, RecordedRun } from "../core/loadedGraphs";
import type { Flat } from "../core/tree";

export type { LoadedGraph, RecordedRun };

/** As `core/loadedGraphs.ts`: a page has no graphs, and what would be recorded simply runs. */
export class LoadedGraphs {
  readonly size = 0;

  of(_arguments: Flat, _run: RecordedRun): LoadedGraph | undefined {
    return undefined;
  }

  close(): void {}
}

export const collected = { register: (_function: object, _graphs: LoadedGraphs): void => {} };

export const able = (): boolean => false;
