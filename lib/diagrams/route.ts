import { LabError } from "../core/errors";
import { CheapestFirst } from "./cheapestFirst";

/** Pixels between two points of the lattice. */
export const unit = 13;

/** A place on the lattice of a drawing; y grows downwards. */
export type LatticePoint = readonly [x: number, y: number];
export type Side = "left" | "right" | "top" | "bottom";

/** What stands on the lattice: its middle, and how far it reaches to each side. No wire goes through it. */
export interface LatticeBlock {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Where wires may arrive and leave, with what that costs beside the length of the way; elsewhere none may. */
  readonly arrive?: Partial<Record<Side, number>>;
  readonly leave?: Partial<Record<Side, number>>;
  /** How many lattice points beside the middle of a side a wire may touch. */
  readonly spread?: number;
}

/** A vector's way from the box where it is made to those that read it. */
export interface Net {
  readonly from: LatticeBlock;
  readonly to: readonly LatticeBlock[];
  /** The highway: laid first, so that it is straight. */
  readonly first?: boolean;
  /** How far beside the middle of a side it is to leave and arrive. */
  readonly beside?: number;
}

/** A net as laid: a line to each reader, in their order, and where lines part. */
export interface Wire {
  readonly lines: readonly (readonly LatticePoint[])[];
  readonly dots: readonly LatticePoint[];
}

const turn = 5;
const crossing = 7;
const parting = 1;
/** Of a port for each point beside the middle. */
const aside = 1.5;
/** So near to a reader a wire does not part. */
const undivided = 2;
const steps: readonly LatticePoint[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];
const directionOf: Readonly<Record<Side, number>> = { right: 0, bottom: 1, left: 2, top: 3 };

/**
 * Lays orthogonal wires around boxes, as short, straight and uncrossed as it can: one net after the other by a cheapest
 * path (Dijkstra) on a lattice, where a net's own wire may be followed at no cost and others may be crossed, never touched;
 * then each net once more with all others there.
 * @throws where a reader cannot be reached
 */
export function route(boxes: readonly LatticeBlock[], nets: readonly Net[]): Wire[] {
  const lattice = new Lattice(boxes);
  const order = nets.map((_, i) => i).sort((a, b) => rank(nets[a]) - rank(nets[b]));
  const laid: Laid[] = [];
  for (const i of order) laid[i] = lattice.lay(i, nets[i]);
  for (let pass = 0; pass < 2; pass++) {
    for (const i of order) {
      lattice.remove(i);
      laid[i] = lattice.lay(i, nets[i]);
    }
  }
  return laid.map(({ lines, dots }) => ({ lines: lines.map((line) => corners(line)), dots }));
}

const rank = ({ from, to, first }: Net) =>
  (first ? 0 : 1000) + Math.min(...to.map(({ x, y }) => Math.abs(x - from.x) + Math.abs(y - from.y)));

interface Laid {
  readonly lines: LatticePoint[][];
  readonly dots: LatticePoint[];
}

/** One place where a wire may touch a box. */
interface Port {
  readonly at: number;
  /** Away from the box. */
  readonly direction: number;
  readonly cost: number;
}

class Lattice {
  readonly #left: number;
  readonly #top: number;
  readonly #width: number;
  readonly #size: number;
  /** Where boxes stand. */
  readonly #blocked: Uint8Array;
  /** By net: which of the four directions a wire goes from each point, as bits. */
  readonly #used = new Map<number, Map<number, number>>();
  /** Whose wire touches which port. */
  readonly #taken = new Map<number, number>();

  constructor(boxes: readonly LatticeBlock[]) {
    const margin = 5;
    this.#left = Math.min(...boxes.map(({ x, halfWidth }) => x - halfWidth)) - margin;
    this.#top = Math.min(...boxes.map(({ y, halfHeight }) => y - halfHeight)) - margin;
    this.#width = Math.max(...boxes.map(({ x, halfWidth }) => x + halfWidth)) + margin - this.#left + 1;
    const height = Math.max(...boxes.map(({ y, halfHeight }) => y + halfHeight)) + margin - this.#top + 1;
    this.#size = this.#width * height;
    this.#blocked = new Uint8Array(this.#size);
    for (const { x, y, halfWidth, halfHeight } of boxes) {
      for (let i = x - halfWidth; i <= x + halfWidth; i++) {
        for (let j = y - halfHeight; j <= y + halfHeight; j++) this.#blocked[this.#at(i, j)] = 1;
      }
    }
  }

  remove(net: number): void {
    this.#used.delete(net);
    for (const [port, owner] of this.#taken) if (owner === net) this.#taken.delete(port);
  }

  lay(net: number, { from, to, beside = 0 }: Net): Laid {
    const own = new Map<number, number>();
    this.#used.set(net, own);
    const lines: LatticePoint[][] = [];
    const dots: LatticePoint[] = [];
    const closed = new Set<number>();
    const near = (box: LatticeBlock) => Math.abs(box.x - from.x) + Math.abs(box.y - from.y);
    const order = to.map((_, i) => i).sort((a, b) => near(to[a]) - near(to[b]));
    for (const i of order) {
      const path = this.#path(
        net,
        parts(own, closed),
        this.#ports(from, from.leave ?? {}, { net, wish: beside }),
        this.#ports(to[i], to[i].arrive ?? {}, { net, wish: beside }),
      );
      if (own.has(path[0])) dots.push(this.#point(path[0]));
      this.#take(net, own, path);
      for (const at of path.slice(-1 - undivided)) closed.add(at);
      lines[i] = path.map((at) => this.#point(at));
    }
    return { lines, dots };
  }

  #at = (x: number, y: number) => (y - this.#top) * this.#width + x - this.#left;
  #point = (at: number): LatticePoint => [(at % this.#width) + this.#left, Math.floor(at / this.#width) + this.#top];
  #next = (at: number, direction: number) => at + steps[direction][0] + steps[direction][1] * this.#width;

  #ports(
    { x, y, halfWidth, halfHeight, spread = 0 }: LatticeBlock,
    sides: Partial<Record<Side, number>>,
    { net, wish }: { readonly net: number; readonly wish: number },
  ): Port[] {
    const ports: Port[] = [];
    for (const [side, cost] of Object.entries(sides) as [Side, number][]) {
      const upright = side === "top" || side === "bottom";
      for (let beside = -spread; beside <= spread; beside++) {
        if (Math.abs(beside) > (upright ? halfWidth : halfHeight)) continue;
        const [dx, dy] = steps[directionOf[side]];
        const at = this.#at(x + dx * halfWidth + (upright ? beside : 0), y + dy * halfHeight + (upright ? 0 : beside));
        const owner = this.#taken.get(at * 4 + directionOf[side]);
        if (owner === undefined || owner === net)
          ports.push({
            at,
            direction: directionOf[side],
            cost: cost + Math.abs(beside - (upright ? 0 : wish)) * aside,
          });
      }
    }
    return ports;
  }

  /** Which other net goes through a point, and in which directions. */
  #others(net: number, at: number): number {
    let found = 0;
    for (const [other, used] of this.#used) if (other !== net) found |= used.get(at) ?? 0;
    return found;
  }

  /** The cheapest way from a port, or from anywhere on the net's own wire, to a port. */
  #path(net: number, own: ReadonlyMap<number, number>, from: readonly Port[], to: readonly Port[]): number[] {
    const goals = new Map(to.map((port) => [port.at * 4 + ((port.direction + 2) % 4), port]));
    const best = new Float32Array(this.#size * 4).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(this.#size * 4).fill(-1);
    const queue = new CheapestFirst();
    const visit = (state: number, cost: number, came: number) => {
      if (cost >= best[state]) return;
      best[state] = cost;
      before[state] = came;
      queue.push(state, cost);
    };
    for (const [at, used] of own) {
      if (this.#blocked[at]) continue;
      for (let d = 0; d < 4; d++) if (!(used & (1 << d))) visit(at * 4 + d, parting, -1);
    }
    for (const port of from) if (!own.has(port.at)) visit(port.at * 4 + port.direction, port.cost, -1);
    let end = -1;
    let cheapest = Number.POSITIVE_INFINITY;
    for (let state = queue.pop(); state >= 0; state = queue.pop()) {
      const cost = best[state];
      if (cost >= cheapest) break;
      const direction = state % 4;
      const next = this.#next((state - direction) / 4, direction);
      const column = next % this.#width;
      if (next < 0 || next >= this.#size || column === 0 || column === this.#width - 1) continue;
      const goal = goals.get(next * 4 + direction);
      if (goal) {
        if (cost + goal.cost < cheapest) {
          cheapest = cost + goal.cost;
          end = next * 4 + direction;
          before[end] = state;
        }
        continue;
      }
      if (this.#blocked[next] || this.#used.get(net)?.has(next)) continue;
      const others = this.#others(net, next);
      if (others === 0) {
        visit(next * 4 + direction, cost + 1, state);
        for (const other of [(direction + 1) % 4, (direction + 3) % 4]) visit(next * 4 + other, cost + 1 + turn, state);
      } else if (others === across(direction)) visit(next * 4 + direction, cost + 1 + crossing, state);
    }
    if (end < 0) throw new LabError("diagram: there is no room for all the wires; draw a part of it");
    const path: number[] = [];
    for (let state = end; state >= 0; state = before[state]) path.push(Math.floor(state / 4));
    return path.reverse();
  }

  #take(net: number, own: Map<number, number>, path: readonly number[]): void {
    path.forEach((at, i) => {
      const mark = (other: number | undefined) => {
        if (other === undefined) return;
        const direction = steps.findIndex((_, d) => this.#next(at, d) === other);
        own.set(at, (own.get(at) ?? 0) | (1 << direction));
      };
      mark(path[i - 1]);
      mark(path[i + 1]);
    });
    const end = path.length - 1;
    const towards = (at: number, other: number) => steps.findIndex((_, d) => this.#next(at, d) === other);
    for (const [at, other] of [
      [path[0], path[1]],
      [path[end], path[end - 1]],
    ]) {
      if (this.#blocked[at]) this.#taken.set(at * 4 + towards(at, other), net);
    }
  }
}

/** Where the wire so far may part: all of it, or what is not too near to a reader. */
function parts(own: ReadonlyMap<number, number>, closed: ReadonlySet<number>): ReadonlyMap<number, number> {
  const open = new Map([...own].filter(([at]) => !closed.has(at)));
  return open.size > 1 ? open : own;
}

/** What a wire that is crossed uses of a point: both directions that are square to this one. */
const across = (direction: number) => (direction % 2 === 0 ? 0b1010 : 0b0101);

/** A line's ends and corners. */
function corners(line: readonly LatticePoint[]): LatticePoint[] {
  return line.filter(([x, y], i) => {
    if (i === 0 || i === line.length - 1) return true;
    const [[px, py], [qx, qy]] = [line[i - 1], line[i + 1]];
    return (x - px) * (qy - y) !== (y - py) * (qx - x);
  });
}
