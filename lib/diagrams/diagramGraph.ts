/** What a drawing shows: vectors, and what is computed of which. Every node stands for one vector. */
export interface DiagramGraph {
  /** In the order of their computation. */
  readonly nodes: readonly DiagramNode[];
  readonly results: readonly DiagramNode[];
}

/**
 * - `given`: an input, or a state that was there before;  `constant`: a number of the code
 * - `weight`: a vector of weights that is used as it is
 * - `map`: f(Σ x W + Σ b), one layer of the network
 * - `operation`: anything else that is done to vectors, such as a product number by number
 * - `join`: vectors side by side, as one
 * - `step`: one step of a cell, as a whole; `part`: another part of the network that is marked as one
 * - `result`: what the run returns
 */
export type NodeKind = "given" | "constant" | "weight" | "map" | "operation" | "join" | "step" | "part" | "result";

export interface DiagramNode {
  /** The place in `nodes`. */
  id: number;
  readonly kind: NodeKind;
  /** What is done: "σ", "tanh", "×", "1−"; of a given vector and of a result its name. */
  readonly label: string;
  readonly inputs: readonly Edge[];
  /** Of a map: its biases. */
  readonly biases: readonly WeightColumns[];
  /** Of a step there is one for each result. */
  readonly values: Readonly<Record<string, Vector>>;
  /** Which of how many rows of the tensor it is: at which time step, as a rule. */
  readonly row: number;
  readonly rows: number;
  /** Of a step: the stack's layer, and the how manieth step of the run it is. */
  readonly layer: number;
  /** The operation after which it was there. */
  readonly order: number;
  /** As the lecture calls it, where that is known: "f", "h". */
  name?: string;
}

/** That a vector goes into a node: of a step, which of its results; into a map, by which weights; into a step, as what. */
export interface Edge {
  readonly node: DiagramNode;
  readonly port: string;
  readonly weight?: WeightColumns;
  readonly as?: string;
  /** Into a step: the one matrix of weights that the step multiplies it by, where there is but one. */
  readonly through?: string;
  /** Of the loss, what comes back this way. */
  readonly gradient?: readonly number[];
}

/** WeightColumns of a weight matrix, or numbers of a vector of weights. */
export interface WeightColumns {
  readonly weight: string;
  readonly from: number;
  readonly size: number;
  /** Of all its columns. */
  readonly of: number;
  /** A vector that multiplies number by number: a diagonal matrix. */
  readonly diagonal?: boolean;
  /** Its rows stand for columns. */
  readonly transposed?: boolean;
}

/** The numbers of a node, and the gradient of the loss in them. */
export interface Vector {
  readonly data: readonly number[];
  /** Of vectors that are drawn as one: how many. */
  readonly rows?: number;
  readonly gradient?: readonly number[];
}

/** The port of what has one result only. */
export const only = "";

/** The results of a node that are drawn: of a stack's step not those of its layers, c before h. */
export const portsOf = ({ values }: DiagramNode): string[] =>
  Object.keys(values)
    .filter((port) => !/^\d/.test(port))
    .sort();

/** The node's numbers, of a step those of its h. */
export const vectorOf = ({ values }: DiagramNode): Vector => values[only] ?? values.h ?? Object.values(values)[0];

/** The norm of a vector. */
export const lengthOf = (numbers: readonly number[]): number => Math.sqrt(numbers.reduce((sum, v) => sum + v * v, 0));
