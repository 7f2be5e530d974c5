import { type DiagramGraph, type DiagramNode, type Edge, only, type Vector } from "./diagramGraph";
import { consumersOf } from "./plan";

/**
 * Rule 5 backwards: vectors to which the same is done side by side are drawn as one, the rows of a heat map; such as the places
 * of a picture, each with its score. Steps in time are never such.
 */
export function folded(graph: DiagramGraph): DiagramGraph {
  const sets = consistent(setsOf(graph), graph);
  if (sets.size === 0) return graph;
  const whole = new Map<readonly DiagramNode[], DiagramNode>();
  const built = new Map<DiagramNode, DiagramNode>();
  const build = (node: DiagramNode): DiagramNode => {
    const set = sets.get(node);
    if (set) return whole.get(set) ?? fold(set);
    const known = built.get(node);
    if (known) return known;
    const copy = { ...node, inputs: once(node.inputs.map((edge) => ({ ...edge, node: build(edge.node) }))) };
    // Side by side with nothing else is no more than itself.
    const made = copy.kind === "join" && copy.inputs.length === 1 ? copy.inputs[0].node : copy;
    built.set(node, made);
    return made;
  };
  const fold = (set: readonly DiagramNode[]): DiagramNode => {
    const [first] = set;
    const made = {
      ...first,
      inputs: once(first.inputs.map((edge) => ({ ...edge, node: build(edge.node) }))),
      values: { [only]: stacked(set) },
      row: 0,
      rows: 1,
    };
    whole.set(set, made);
    return made;
  };
  const results = graph.results.map(build);
  const nodes = [...new Set(graph.nodes.map(build))].sort((a, b) => a.order - b.order);
  nodes.forEach((node, id) => {
    node.id = id;
  });
  return { nodes, results };
}

const stacked = (set: readonly DiagramNode[]): Vector => {
  const all = set.map(({ values }) => values[only]);
  const gradients = all.map(({ gradient }) => gradient);
  const known = gradients.every((one) => one !== undefined);
  return {
    data: all.flatMap(({ data }) => data),
    rows: set.length,
    ...(known && { gradient: gradients.flat() as number[] }),
  };
};

/** Each vector once, though several rows of it went in. */
const once = (edges: readonly Edge[]): Edge[] =>
  edges.filter(
    (edge, i) =>
      edges.findIndex(
        (one) =>
          one.node === edge.node &&
          one.port === edge.port &&
          one.as === edge.as &&
          one.weight?.weight === edge.weight?.weight,
      ) === i,
  );

type Sets = Map<DiagramNode, readonly DiagramNode[]>;

/** By node: those that it may be drawn with. Begun where several go into one. */
function setsOf({ nodes }: DiagramGraph): Sets {
  const sets: Sets = new Map();
  const join = (set: readonly DiagramNode[]) => {
    if (
      set.length < 2 ||
      new Set(set).size < set.length ||
      set.some((node) => sets.has(node) || kindOf(node) !== kindOf(set[0]))
    )
      return;
    for (const node of set) sets.set(node, set);
    set[0].inputs.forEach((_, i) => {
      join(set.map(({ inputs }) => inputs[i].node));
    });
  };
  for (const { kind, inputs } of nodes) {
    if (kind === "result") continue;
    for (const alike of new Set(inputs.map((edge) => kindOf(edge.node)))) {
      join([...new Set(inputs.map(({ node }) => node))].filter((node) => kindOf(node) === alike));
    }
  }
  return sets;
}

/** What must be the same for vectors to be drawn as one; a step is like no other. */
function kindOf({ kind, label, inputs, id }: DiagramNode): string {
  if (kind === "step" || kind === "join" || kind === "result") return `${kind} ${id}`;
  return `${kind} ${label} ${inputs.map(({ weight }) => weight && `${weight.weight} ${weight.from}`)}`;
}

/** Sets all of whose readers read all of it, or are a set themselves. */
function consistent(sets: Sets, graph: DiagramGraph): Sets {
  const consumers = consumersOf(graph);
  for (let changed = true; changed; ) {
    changed = false;
    for (const set of new Set(sets.values())) {
      const fits = set.every((node, i) =>
        (consumers.get(node) ?? []).every((to) => {
          const read = to.inputs.map((edge) => edge.node);
          return set.every((one) => read.includes(one)) || sets.get(to)?.[i] === to;
        }),
      );
      const inputsFit = set[0].inputs.every((_, i) => {
        const from = set.map(({ inputs }) => inputs[i]?.node);
        return from.every((one) => one === from[0]) || sets.get(from[0])?.every((one, j) => one === from[j]);
      });
      if (fits && inputsFit) continue;
      for (const node of set) sets.delete(node);
      changed = true;
    }
  }
  return sets;
}
