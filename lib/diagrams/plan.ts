import type { DiagramGraph, DiagramNode } from "./diagramGraph";
import type { LatticeBlock, Net } from "./route";

/** Where things stand and what is connected: all of a drawing but its lines. Lattice units. */
export interface DiagramPlan {
  readonly things: readonly Thing[];
  readonly nets: readonly PlannedNet[];
  /** Behind everything: a cell's ground. */
  readonly grounds: readonly Ground[];
}

/**
 * How a thing looks: a layer of the network, an operation, a vector as a strip of its numbers in a box, a wire's end with the
 * vector's name and numbers, a point, or its name alone.
 */
export type Look = "layer" | "operation" | "vector" | "end" | "point" | "name";

/** What stands somewhere. */
export interface Thing {
  readonly node: DiagramNode;
  readonly look: Look;
  readonly box: LatticeBlock;
  /** Which colours: what kind of vector it is. */
  readonly role: "given" | "state" | "output" | "layer" | "operation";
  /** "h_{t−1}" */
  readonly name: string;
  /** Where its name stands. */
  readonly nameAt?: "below" | "corner" | "inside";
  /** The time step that it belongs to, where there is one. */
  readonly time?: number;
}

export interface PlannedNet extends Net {
  readonly readers: readonly Thing[];
  readonly source: Thing;
  /** The highway leads to these. */
  readonly heavy?: readonly Thing[];
  /** By which weights each of them multiplies it: "W_{h}". */
  readonly labels?: readonly (string | undefined)[];
  /** How large the gradient is that comes back from each reader; undefined where that is not known. */
  readonly back?: readonly (number | undefined)[];
}

export interface Ground {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Who reads a node. */
export function consumersOf({ nodes }: DiagramGraph): ReadonlyMap<DiagramNode, readonly DiagramNode[]> {
  const consumers = new Map<DiagramNode, DiagramNode[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const { node: from } of node.inputs) consumers.get(from)?.push(node);
  return consumers;
}
