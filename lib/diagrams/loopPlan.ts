import { expect } from "../core/errors";
import type { DiagramPlan, PlannedNet, Thing } from "./plan";

const apart = 12;

/**
 * The same network as the loop that it is, to the left of its unrolled form: one of its later steps, with what it reads and what
 * is read of it, and the state that goes round. Indices are t there.
 */
export function withLoop({ things, nets, grounds }: DiagramPlan): DiagramPlan {
  const step = things.filter(({ node, look }) => node.kind === "step" && look === "vector").at(1);
  expect(step !== undefined, "diagram: as a loop: a network of at least two steps expected");
  const left = Math.min(...things.map(({ box }) => box.x - box.halfWidth)) - apart;
  const copies = new Map<Thing, Thing>();
  for (const thing of things.filter(({ time }) => time === step.time)) {
    const x = left - step.box.halfWidth + thing.box.x - step.box.x;
    copies.set(thing, {
      ...thing,
      name: thing.name.replace(/_\{\d+\}/g, "_{t}"),
      time: undefined,
      box: { ...thing.box, x },
    });
  }
  const around = copies.get(step) as Thing;
  const copied = nets.flatMap((net): PlannedNet[] => {
    const source = copies.get(net.source);
    if (!source) return [];
    const kept = net.readers.flatMap((to, i) => {
      const reader = copies.get(to);
      return reader ? [{ reader, label: net.labels?.[i] }] : [];
    });
    const readers = kept.map(({ reader }) => reader);
    const labels = kept.map(({ label }) => label);
    const onward = {
      ...{ ...net, source, readers, labels },
      ...{ from: source.box, to: readers.map(({ box }) => box), back: undefined },
    };
    // The state goes to the next step, which is this one.
    const { box } = around;
    const loop = {
      ...onward,
      readers: [around],
      labels: [net.labels?.[net.readers.findIndex(({ node }) => node.kind === "step")]],
      from: { ...box, leave: { right: 0 } },
      to: [{ ...box, arrive: { left: 0 } }],
    };
    const goesOn = net.source === step && net.readers.some((to) => to.node.kind === "step" || to.look === "name");
    return [...(readers.length > 0 ? [onward] : []), ...(goesOn ? [loop] : [])];
  });
  const sign: Thing = {
    ...step,
    look: "name",
    role: "output",
    name: "=",
    nameAt: "inside",
    box: { ...step.box, x: left + apart / 2 - 2, halfWidth: 1, halfHeight: 1 },
  };
  return { things: [...things, ...copies.values(), sign], nets: [...nets, ...copied], grounds };
}
