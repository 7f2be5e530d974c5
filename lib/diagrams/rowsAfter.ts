import type { Operation, Recorded } from "../core/tape";
import type { Made } from "./builder";

/**
 * Rule 1: where an operation only moves rows, those of its result; undefined where it computes.
 * A row is what lies along the last axis. Rows that are put one beside the other are `joined`.
 */
export function rowsAfter(
  by: Operation,
  value: Recorded,
  from: readonly Recorded[],
  rowsOf: (id: number) => readonly Made[],
  joined: (parts: readonly Made[], row: number) => Made,
): readonly Made[] | undefined {
  const [first] = from;
  const rows = () => rowsOf(by.inputs[0]);
  const count = countOf(value.shape);
  switch (by.name) {
    case "Identity":
    case "Cast":
      return rows();
    case "Reshape":
    case "ExpandDims":
    case "Squeeze":
      return reshaped(rows(), count, joined);
    case "Transpose":
      return transposed(by.attributes.perm as number[], first, value, rows);
    case "Pack":
      return by.attributes.axis === value.shape.length - 1 ? undefined : packed(by, value, rowsOf);
    case "Unpack":
      return alongRows(by.attributes.axis as number, first)
        ? picked(first, by.attributes.axis as number, [value.port, 1], rows())
        : undefined;
    case "SplitV": {
      const axis = axisOf(by.attributes.axis as number, first);
      return axis < first.shape.length - 1
        ? picked(first, axis, [value.port * value.shape[axis], value.shape[axis]], rows())
        : undefined;
    }
    case "Slice":
      return sliced(beginOf(by, first.shape.length), first, value, rows);
    case "Tile": {
      const repeats = by.attributes.reps as number[];
      return repeats.at(-1) === 1 && rows().length === 1 ? Array.from({ length: count }, () => rows()[0]) : undefined;
    }
    case "Concat": {
      const axis = axisOf(by.attributes.axis as number, value);
      const all = by.inputs.map(rowsOf);
      if (axis < value.shape.length - 1) return countOf(value.shape.slice(axis)) === count ? all.flat() : undefined;
      return Array.from({ length: count }, (_, row) =>
        joined(
          all.map((one) => (one.length === 1 ? one[0] : one[row])),
          row,
        ),
      );
    }
    default:
      return undefined;
  }
}

/** Where a slice begins, along every axis. */
export function beginOf({ attributes }: Operation, rank: number): number[] {
  const begin = [attributes.begin as number | number[]].flat();
  return Array.from({ length: rank }, (_, axis) => begin[axis] ?? 0);
}

const countOf = (shape: readonly number[]) =>
  Math.max(
    1,
    shape.slice(0, -1).reduce((product, size) => product * size, 1),
  );
const axisOf = (axis: number, { shape }: Recorded) => (axis < 0 ? axis + shape.length : axis);
const alongRows = (axis: number, { shape }: Recorded) => axisOf(axis, { shape } as Recorded) < shape.length - 1;

function reshaped(rows: readonly Made[], count: number, joined: (parts: readonly Made[], row: number) => Made) {
  if (rows.length === count) return rows;
  if (rows.length % count === 0) {
    const each = rows.length / count;
    return Array.from({ length: count }, (_, row) => joined(rows.slice(row * each, (row + 1) * each), row));
  }
  // What was put side by side is taken apart again.
  const parts = rows.flatMap(({ node }) => (node.kind === "join" ? node.inputs : []));
  return parts.length === count ? parts : undefined;
}

/** The number of a row, from its place along each axis but the last. */
const rowAt = (place: readonly number[], shape: readonly number[]) =>
  place.reduce((row, at, axis) => row * shape[axis] + at, 0);

function places(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, size) => all.flatMap((p) => Array.from({ length: size }, (_, i) => [...p, i])),
    [[]],
  );
}

function transposed(perm: readonly number[], { shape }: Recorded, value: Recorded, rows: () => readonly Made[]) {
  const last = shape.length - 1;
  if (perm.at(-1) === last) {
    return places(value.shape.slice(0, -1)).map((place) => {
      const before: number[] = [];
      place.forEach((at, axis) => {
        before[perm[axis]] = at;
      });
      return rows()[rowAt(before, shape)];
    });
  }
  return undefined;
}

/** Along an axis of rows, `count` of them from `from`. */
function picked({ shape }: Recorded, axis: number, [from, count]: readonly [number, number], rows: readonly Made[]) {
  return places(shape.slice(0, -1))
    .filter((place) => place[axis] >= from && place[axis] < from + count)
    .map((place) => rows[rowAt(place, shape)]);
}

function packed(by: Operation, value: Recorded, rowsOf: (id: number) => readonly Made[]) {
  const axis = axisOf(by.attributes.axis as number, value);
  const all = by.inputs.map(rowsOf);
  const inner = value.shape.filter((_, i) => i !== axis);
  return places(value.shape.slice(0, -1)).map((place) => {
    const rest = place.filter((_, i) => i !== axis);
    return all[place[axis]][rowAt(rest, inner)];
  });
}

function sliced(begin: readonly number[], { shape }: Recorded, value: Recorded, rows: () => readonly Made[]) {
  if (value.shape.at(-1) !== shape.at(-1)) return undefined;
  return places(value.shape.slice(0, -1)).map(
    (place) =>
      rows()[
        rowAt(
          place.map((at, axis) => at + begin[axis]),
          shape,
        )
      ],
  );
}
