import assert from "node:assert/strict";
import { test } from "node:test";
import { unroll } from "../../lib/cells/cell";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { assertClose } from "../close";
import { D, H, input, key } from "./cells";

const layer = (inputSize: number, hiddenSize: number) => vanilla({ inputSize, hiddenSize });

test("two layers are the second over the outputs of the first", () => {
  const [below, above] = [layer(D, 4), layer(4, H)];
  const both = stack([below, above]);
  const params = both.init(key);
  const of = (l: number) => ({ Wx: params[`${l}.Wx`], Wh: params[`${l}.Wh`], b: params[`${l}.b`] });
  const x = input(key);
  const chained = unroll(above, of(1), unroll(below, of(0), x).h);
  assertClose(unroll(both, params, x).h, chained.h);
});

test("layers that do not fit, and no layers, are told", () => {
  assert.throws(() => stack([layer(D, 4), layer(5, H)]), {
    message: "stack: layer 1 reads layer 0: inputSize 4 expected, got 5",
  });
  assert.throws(() => stack([]), { message: "stack: at least one layer expected, got none" });
});
