/** What one of the lab's cells is built from, as plain data: a file of weights keeps it, and so can build the cell again. */
export type CellSpec = LayerSpec | ({ readonly layers: readonly CellSpec[] } & Wiring);

/** How the layers of a stack are connected besides. */
export interface Wiring {
  /** Each layer's output is added to that below it. */
  readonly residual?: boolean;
  /** "layer": what a layer hands to the next is normalised. */
  readonly norm?: "layer";
}

/** A builder and what it was given. */
export interface LayerSpec {
  readonly cell: "vanilla" | "lstm" | "gru";
  readonly options: { readonly inputSize: number; readonly hiddenSize: number };
}

/** Of what the lab's builders have made, and of nothing else: a copy with another step is another cell. */
const specs = new WeakMap<object, object>();

/** The cell or model, of which it is known from now on what it is built from. */
export function builtFrom<B extends object>(spec: object | undefined, built: B): B {
  if (spec) specs.set(built, spec);
  return built;
}

/** What a cell or a model is built from; undefined of a user's own. */
export const specOf = <S extends object = CellSpec>(built: object): S | undefined => specs.get(built) as S | undefined;
