import { LabError } from "../core/errors";
import type { Operation, Recorded, Tape, TapeGroup } from "../core/tape";
import { Builder, type Made } from "./builder";
import type { DiagramGraph, Vector, WeightColumns } from "./diagramGraph";
import { beginOf, rowsAfter } from "./rowsAfter";

/**
 * From the operations of a tape to what a lecturer draws. Six rules, each exact:
 * 1. a reshape, a stack, a slice of rows is a wire: every row of a tensor is a node of its own;
 * 2. a sum of products with weights and of biases is one affine map;
 * 3. a part of an affine map is the map with these columns;
 * 4. f of an affine map is a layer;
 * 5. what is done to a stack of rows is done to each;
 * 6. what a cell's step does is one node.
 * @param weights the names of what is given that are weights
 * @throws at an operation that has no meaning for a drawing
 */
export function contract(tape: Tape, weights: ReadonlySet<string>): DiagramGraph {
  return new Contraction(tape, weights).graph();
}

class Contraction {
  readonly #tape: Tape;
  readonly #weights: ReadonlySet<string>;
  readonly #build = new Builder();
  /** What each tensor is, row by row. */
  readonly #rows = new Map<number, readonly Made[]>();
  readonly #steps = new Map<TapeGroup, ReturnType<Builder["step"]>>();
  readonly #groupOf: ReadonlyMap<number, TapeGroup>;

  constructor(tape: Tape, weights: ReadonlySet<string>) {
    this.#tape = tape;
    this.#weights = weights;
    this.#groupOf = new Map(tape.groups.flatMap((group) => Object.values(group.results).map((id) => [id, group])));
  }

  graph(): DiagramGraph {
    const results = Object.entries(this.#tape.results).flatMap(([name, id]) =>
      this.rows(id).map((made, row, { length }) => this.#build.result(name, made, row, length)),
    );
    return this.#build.reached(results);
  }

  rows(id: number): readonly Made[] {
    const known = this.#rows.get(id);
    if (known) return known;
    const value = this.#value(id);
    const chosen = value.by && this.#chosen(id);
    const made =
      this.#step(id) ??
      (value.by && chosen === undefined ? this.#computed(value, value.by) : this.#given(value, chosen));
    this.#rows.set(id, made);
    return made;
  }

  #value(id: number): Recorded {
    const value = this.#tape.values.get(id);
    if (!value) throw new Error(`tensor ${id} is not on the tape`);
    if (!value.isWhole)
      throw new LabError(`diagram: tensors of at most 100,000 numbers expected, got [${value.shape}]`);
    return value;
  }

  #step(id: number): Made[] | undefined {
    const group = this.#groupOf.get(id);
    if (!group) return undefined;
    const step = this.#steps.get(group) ?? this.#makeStep(group);
    const port = Object.keys(group.results).find((name) => group.results[name] === id) as string;
    return [{ node: step, port }];
  }

  #makeStep(group: TapeGroup) {
    const inputs = Object.entries(group.reads).flatMap(([as, id]) => {
      const of = vectors(this.#value(id));
      const through = this.#weightOf(id);
      return this.rows(id).map((made, row) => ({ ...made, as, through, gradient: of[row].gradient }));
    });
    const values = Object.entries(group.results).map(([name, id]) => [name, vectors(this.#value(id))[0]] as const);
    const order = Math.max(...Object.values(group.results).map((id) => this.#value(id).by?.index ?? 0));
    const step = this.#build.step(group, inputs, Object.fromEntries(values), order);
    this.#steps.set(group, step);
    return step;
  }

  /** The name of the one matrix of weights that a step multiplies what it reads by. */
  #weightOf(read: number): string | undefined {
    const same = new Set([read]);
    const names = new Set<string | undefined>();
    for (const { name, inputs, outputs } of this.#tape.operations) {
      if (!same.has(inputs[0])) continue;
      if (/^(Identity|Reshape|ExpandDims|Cast)$/.test(name)) for (const id of outputs) same.add(id);
      if (name === "BatchMatMul") names.add(this.#columns(inputs[1])?.weight);
    }
    return names.size === 1 ? [...names][0] : undefined;
  }

  /** Of what is made of whole numbers alone, such as the one-hot vectors of given tokens: how these are called. */
  #chosen(id: number): string | undefined {
    const { by, name, dtype } = this.#value(id);
    if (!by) return dtype === "int32" || dtype === "bool" ? (name ?? "x") : undefined;
    const names = by.inputs.map((one) => this.#chosen(one));
    return names.every((one) => one !== undefined) ? names[0] : undefined;
  }

  #given(value: Recorded, chosen = value.name): Made[] {
    const of = vectors(value);
    if (value.name && this.#weights.has(value.name)) {
      const columns = this.#columns(value.id);
      return columns && of.length === 1
        ? [this.#build.weight(columns, of[0])]
        : of.map((one) => this.#build.constant(one));
    }
    if (chosen !== undefined) return of.map((one, row) => this.#build.given(chosen, one, row, of.length));
    return of.map((one) => this.#build.constant(one));
  }

  /** Which columns of which weights a tensor is, where it is some. */
  #columns(id: number): WeightColumns | undefined {
    const value = this.#value(id);
    const { name, by, shape } = value;
    const last = shape.at(-1) ?? 1;
    if (name && this.#weights.has(name)) return { weight: name, from: 0, size: last, of: last };
    if (!by || by.inputs.length === 0) return undefined;
    const whole = this.#columns(by.inputs[0]);
    if (!whole) return undefined;
    if (/^(Identity|Reshape|ExpandDims|Cast)$/.test(by.name)) return whole.size === last ? whole : undefined;
    if (by.name === "Transpose") return { ...whole, transposed: !whole.transposed };
    const part = this.#part(value, by);
    return part && !whole.transposed ? { ...whole, from: whole.from + part.from, size: part.size } : undefined;
  }

  /** Where a slice or a split takes numbers of every row. */
  #part({ port, shape }: Recorded, by: Operation) {
    const { name, inputs, outputs } = by;
    const of = this.#value(inputs[0]);
    const size = shape.at(-1) ?? 1;
    if (of.shape.length === 0 || size === of.shape.at(-1)) return undefined;
    if (name === "SplitV") {
      const before = outputs.slice(0, port).map((id) => this.#value(id).shape.at(-1) ?? 1);
      return { from: before.reduce((sum, one) => sum + one, 0), size };
    }
    if (name === "Slice") return { from: beginOf(by, shape.length).at(-1) as number, size };
    return undefined;
  }

  #computed(value: Recorded, by: Operation): readonly Made[] {
    const of = vectors(value);
    const from = by.inputs.map((id) => this.#value(id));
    // What is made of numbers of the code alone is one of them, as are the shapes of things.
    if (by.inputs.length === 0) return of.map((one) => this.#build.constant(one));
    const wired = rowsAfter(
      by,
      value,
      from,
      (id) => this.rows(id),
      (parts, row) => this.#build.join(parts, of[row], by),
    );
    if (wired) return wired;
    const part = this.#part(value, by);
    if (part) return this.rows(by.inputs[0]).map((one, row) => this.#build.part(one, part, of[row], by));
    if (by.name === "BatchMatMul") return this.#product(value, by, of);
    if (/^(Sum|Mean|Max|Min|Prod|ArgMax)$/.test(by.name)) return this.#reduced(value, by, of);
    if (by.name === "Select") {
      // Padding: where the mask takes one branch throughout, it is that branch.
      const taken = by.inputs.slice(1).find((id) => same(this.#value(id).data, value.data));
      if (taken !== undefined) return this.rows(taken);
    }
    const inputs = by.inputs.map((id) => this.rows(id));
    const at = (rows: readonly Made[], row: number) => (rows.length === 1 ? rows[0] : rows[row]);
    if (inputs.some((rows) => rows.length !== 1 && rows.length !== of.length)) throw unknown(by, from);
    return of.map((one, row) =>
      this.#build.operation(
        by,
        inputs.map((rows) => at(rows, row)),
        one,
        row,
        of.length,
      ),
    );
  }

  /** x W, one row after the other; or a sum of given rows, weighted. */
  #product({ shape }: Recorded, by: Operation, of: readonly Vector[]): Made[] {
    const [left, right] = by.inputs;
    const { transposeA, transposeB } = by.attributes as { transposeA?: boolean; transposeB?: boolean };
    const found = this.#columns(right);
    const columns = found && transposeB ? { ...found, transposed: !found.transposed } : found;
    const rows = this.rows(left);
    if (columns && !transposeA && rows.length === of.length) {
      return rows.map((row, r) => this.#build.map(row, { ...columns, size: shape.at(-1) ?? 1 }, of[r], by));
    }
    if (of.length === 1 && rows.length === 1) {
      // α X, a sum of rows; or x Yᵀ, a dot product with each.
      return [this.#build.weighted(rows[0], this.rows(right), Boolean(transposeB), of[0], by)];
    }
    throw unknown(
      by,
      by.inputs.map((id) => this.#value(id)),
    );
  }

  #reduced(value: Recorded, by: Operation, of: readonly Vector[]): Made[] {
    const all = this.rows(by.inputs[0]);
    const from = this.#value(by.inputs[0]);
    const axes = [by.attributes.axis as number | number[]]
      .flat()
      .map((axis) => (axis < 0 ? axis + from.shape.length : axis));
    const along = axes.length === 1 && axes[0] === from.shape.length - 1;
    if (!along && of.length === 1) return [this.#build.operation(by, all, of[0], 0, 1)];
    if (!along || value.data.length !== all.length) throw unknown(by, [from]);
    // One number of each row; where these are a row, they are side by side.
    const numbers = all.map((one, r) => {
      const number = { data: [value.data[r]], ...(value.gradient && { gradient: [value.gradient[r]] }) };
      return this.#build.operation(by, [one], number, r, all.length);
    });
    return of.length === all.length ? numbers : [this.#build.join(numbers, of[0], by)];
  }
}

/** A tensor's rows: along its last axis. */
function vectors({ shape, data, gradient }: Recorded): Vector[] {
  const width = shape.at(-1) ?? 1;
  const count = Math.max(
    1,
    shape.slice(0, -1).reduce((product, size) => product * size, 1),
  );
  const cut = (numbers: readonly number[], row: number) => numbers.slice(row * width, (row + 1) * width);
  return Array.from({ length: count }, (_, row) => ({
    data: cut(data, row),
    ...(gradient && { gradient: cut(gradient, row) }),
  }));
}

const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((v, i) => v === b[i]);

const unknown = ({ name }: Operation, from: readonly Recorded[]) =>
  new LabError(
    `diagram: operations on vectors expected, one sequence at a time (a batch of one); ${name || "an operation with its own gradient"} of ` +
      `${from.map(({ shape }) => `[${shape}]`).join(" and ")} cannot be drawn`,
  );
