import assert from "node:assert/strict";
import { test } from "node:test";
import { fromExactJson, toExactJson } from "../../lib/core/exactJson";

const back = (value: unknown) => fromExactJson(toExactJson(value, "a result"));

test("plain data comes back to the last bit", () => {
  const numbers = [0, -0, Number.NaN, Infinity, -Infinity, 5e-324, 0.1 + 0.2, 2 ** 53 + 2, -Number.MAX_VALUE];
  const value = {
    ...{ numbers, none: null, yes: true, text: '"$numb\u2028er" \ud800 ', empty: [[], {}], __proto__: null },
    nested: [{ loss: [1, Number.NaN] }, "NaN", "Infinity"],
  };
  assert.deepStrictEqual(back({ ...value }), { ...value });
  assert.deepStrictEqual(back(numbers), numbers, "−0 and NaN are themselves");
  assert.deepStrictEqual(back({ a: undefined, b: 1 }), { b: 1 });
  const named = JSON.parse('{"__proto__": 1, "constructor": 2}');
  assert.deepStrictEqual(back(named), named);
  assert.deepStrictEqual(Object.getOwnPropertyNames(back(named)), ["__proto__", "constructor"]);
});

test("numbers drawn from all bit patterns come back", () => {
  const bits = new DataView(new ArrayBuffer(8));
  let state = 1;
  for (let i = 0; i < 20_000; i++) {
    for (const half of [0, 4]) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      bits.setUint32(half, state);
    }
    const value = bits.getFloat64(0);
    assert.ok(Object.is(back([value]) && (back([value]) as number[])[0], value), `${value}`);
  }
});

test("what would come back as something else is refused by its place", () => {
  const circle: { inner: unknown[] } = { inner: [] };
  circle.inner.push(circle);
  const cases: [unknown, RegExp][] = [
    [{ models: [{ weights: new Float32Array(2) }] }, /got Float32Array at \.models\[0\]\.weights$/],
    [new Map([[1, 2]]), /got Map at its root$/],
    [[new Date(0)], /got Date at \[0\]$/],
    [{ draw: () => 1 }, /got function at \.draw$/],
    [[1n], /got bigint at \[0\]$/],
    [[undefined], /got undefined at \[0\]$/],
    // biome-ignore lint/suspicious/noSparseArray: it is what is tested
    [[1, , 3], /got undefined at \[1\]$/],
    [{ $number: "NaN" }, /got a property \$number at its root$/],
    [circle, /got what it is part of itself at \.inner\[0\]$/],
  ];
  for (const [value, complaint] of cases) {
    assert.throws(() => toExactJson(value, "what trainReader returns"), {
      name: "Error",
      message: complaint,
    });
  }
  assert.throws(
    () => toExactJson([1n], "what trainReader returns"),
    /^Error: what trainReader returns: plain data expected/,
  );
  const twice = { a: 1 };
  assert.deepEqual(back([twice, twice]), [twice, twice], "the same twice is no circle");
});
