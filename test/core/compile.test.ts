import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { dropout } from "../../lib/cells/dropout";
import { compile } from "../../lib/core/compile";
import { backend } from "../../lib/core/graph/backend";
import { seed, tensorKey } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";

type Counters = { getNumOfTensors(): number; getNumOfSavedModels(): number };
const counters = backend().binding as unknown as Counters;
const graphsOpen = () => counters.getNumOfSavedModels();

const a = tf.tensor2d([
  [1, 2, 3],
  [4, 5, 6],
]);
const b = tf.tensor2d([[1, -1, 0.5]]);

describe("a compiled function returns what the function returns", () => {
  test("arguments and results of any form", () => {
    const f = ({ x, list }: { x: tf.Tensor; list: readonly [tf.Tensor, number, string] }, flag?: boolean) => ({
      sum: x.add(list[0]).mul(list[1]),
      rows: tf.unstack(x),
      plain: [list[2], flag, null],
    });
    const given = [{ x: a, list: [b, 3, "name"] as const }, true] as const;
    const [actual, expected] = [compile(f)(...given), f(...given)];
    assertClose(actual.sum, expected.sum);
    actual.rows.forEach((row, i) => {
      assertClose(row, expected.rows[i]);
    });
    assert.deepEqual(actual.plain, ["name", true, null]);
  });

  test("whole numbers and truth values stay what they are", () => {
    const f = compile((x: tf.Tensor) => [x.greater(2), x.cast("int32"), tf.argMax(x, 1)]);
    const expected = [
      [0, 0, 1, 1, 1, 1],
      [1, 2, 3, 4, 5, 6],
      [2, 2],
    ];
    assert.deepEqual(
      f(a).map(({ dtype }) => dtype),
      ["bool", "int32", "int32"],
    );
    assert.deepEqual(
      f(a).map((tensor) => [...tensor.dataSync()]),
      expected,
    );
  });

  test("what is handed through, returned twice, or not computed from the arguments", () => {
    const constant = tf.scalar(7);
    const f = compile((x: tf.Tensor) => [x, x, constant, tf.scalar(2), x.reshape([3, 2])]);
    const results = f(a);
    tf.dispose(results.slice(1));
    assertClose(results[0], a);
    assert.ok(!constant.isDisposed && !a.isDisposed, "and the caller's own stay alive");
    assertClose(f(a)[2], constant);
  });

  test("one tensor for two arguments is still two arguments", () => {
    const f = compile((x: tf.Tensor, y: tf.Tensor) => x.sub(y));
    assertClose(f(a, a), tf.zerosLike(a));
    assertClose(f(a, tf.zerosLike(a)), a);
  });

  test("a model of tfjs's own layers and its Adam: five steps", () => {
    const train = (steps: (step: () => tf.Tensor) => () => tf.Tensor) => {
      const model = tf.sequential({
        layers: [
          tf.layers.lstm({
            units: 4,
            inputShape: [5, 3],
            kernelInitializer: tf.initializers.constant({ value: 0.3 }),
            recurrentInitializer: tf.initializers.constant({ value: 0.2 }),
          }),
          tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.constant({ value: 0.1 }) }),
        ],
      });
      const x = tf.linspace(-1, 1, 30).reshape([2, 5, 3]);
      const optimizer = tf.train.adam(0.05);
      const step = steps(() => {
        const loss = () =>
          (model.apply(x, { training: true }) as tf.Tensor)
            .sub(
              tf.tensor2d([
                [1, 2],
                [3, 4],
              ]),
            )
            .square()
            .mean();
        const { value, grads } = tf.variableGrads(loss as () => tf.Scalar);
        optimizer.applyGradients(grads as Parameters<typeof optimizer.applyGradients>[0]);
        return value;
      });
      const losses = Array.from({ length: 5 }, () => step().dataSync()[0]);
      const weights = model.getWeights().map((weight) => weight.clone());
      model.dispose();
      optimizer.dispose();
      return { losses, weights };
    };
    const [eager, compiled] = [train((step) => step), train((step) => compile(step))];
    assertClose(tf.tensor1d(compiled.losses), eager.losses);
    compiled.weights.forEach((weight, i) => {
      assertClose(weight, eager.weights[i], 1e-6, `weights ${i}`);
    });
  });
});

describe("graphs are recorded when needed, and no more", () => {
  test("a new shape, dtype or plain value is recorded anew; the same form is not", () => {
    let runs = 0;
    const f = compile((x: tf.Tensor, factor: number) => {
      runs++;
      return x.mul(factor);
    });
    const calls = [
      [a, 2],
      [a, 2],
      [b, 2],
      [b, 3],
      [a, 2],
      [a.cast("int32"), 2],
    ] as const;
    for (const [x, factor] of calls) assertClose(f(x, factor), x.mul(factor));
    assert.deepEqual([runs, f.graphs], [4, 4]);
  });

  test("values that read alike are different forms", () => {
    const count = compile((x: tf.Tensor, ...texts: unknown[]) => x.mul(texts.flat().length));
    for (const texts of [[["a", "b"]], [["a,string b"]], ["a", "b"], ["a,b"], ["a", ",b", ""]]) {
      assertClose(count(a, ...texts), a.mul(texts.flat().length), 0, JSON.stringify(texts));
    }
    const sign = compile((x: tf.Tensor, zero: number) => x.mul(Object.is(zero, -0) ? -1 : 1));
    assertClose(sign(a, 0), a);
    assertClose(sign(a, -0), a.neg());
    const [u, v] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const times = compile((x: tf.Tensor, y: tf.Tensor) => x.mul(y));
    for (const y of [u, v, u]) assertClose(times(a, y), a.mul(y));
    const slope = compile((x: tf.Tensor) => [tf.leakyRelu(x, Number.NaN), tf.leakyRelu(x, Number.POSITIVE_INFINITY)]);
    assert.deepEqual(
      slope(tf.scalar(-1)).map((tensor) => tensor.dataSync()[0]),
      [Number.NaN, Number.NEGATIVE_INFINITY],
    );
  });

  test("one that is used again is not the one unused for longest", () => {
    let runs = 0;
    const f = compile(
      (x: tf.Tensor) => {
        runs++;
        return x.add(1);
      },
      { maxGraphs: 2 },
    );
    for (const size of [1, 2, 1, 3, 1]) f(tf.zeros([size]));
    assert.equal(runs, 3);
    assert.throws(() => compile(f, { maxGraphs: 0 }), {
      message: /maxGraphs: at least 1 expected, got 0/,
    });
  });

  test("of many forms the ones unused for longest are closed", () => {
    const before = graphsOpen();
    const f = compile((x: tf.Tensor) => x.add(1), { maxGraphs: 3 });
    for (let size = 1; size <= 10; size++) assertClose(f(tf.zeros([size])), tf.ones([size]));
    assert.deepEqual([f.graphs, graphsOpen() - before], [3, 3]);
    f.close();
    assert.deepEqual([f.graphs, graphsOpen() - before], [0, 0]);
    assertClose(f(tf.zeros([2])), [1, 1], 0, "after close it is recorded anew");
    f.close();
  });

  test("a compiled function that nobody can call any more closes its graphs", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    // Others' graphs may still wait to be closed, on a busy machine for long.
    for (let still = 0, open = graphsOpen(); still < 5; still = open === graphsOpen() ? still + 1 : 0) {
      open = graphsOpen();
      collect();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const before = graphsOpen();
    (() => compile((x: tf.Tensor) => x.add(1))(a))();
    assert.equal(graphsOpen(), before + 1);
    for (let i = 0; i < 20 && graphsOpen() > before; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(graphsOpen(), before);
  });

  test("no file is left behind", () => {
    const own = mkdtempSync(path.join(tmpdir(), "compile-test-"));
    const { TMPDIR } = process.env;
    process.env.TMPDIR = own;
    try {
      const f = compile((x: tf.Tensor) => x.add(1));
      f(a);
      assert.deepEqual(readdirSync(own), []);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(own, { recursive: true });
    }
  });
});

describe("variables", () => {
  test("recording does not train; each call does, once", () => {
    const v = tf.variable(tf.scalar(1));
    const bump = compile((by: tf.Tensor) => {
      v.assign(v.add(by));
      return v.mul(10);
    });
    const seen = [1, 2, 3].map(() => [bump(tf.scalar(2)).dataSync()[0], v.dataSync()[0]]);
    assert.deepEqual(seen, [
      [30, 3],
      [50, 5],
      [70, 7],
    ]);
    v.assign(tf.scalar(-1));
    assert.deepEqual(
      [bump(tf.scalar(2)).dataSync()[0], v.dataSync()[0]],
      [10, 1],
      "it reads what was assigned outside",
    );
  });

  test("the tensor that a variable was made from stays what it was", () => {
    const initial = tf.scalar(5);
    const v = tf.variable(initial);
    const f = compile(() => {
      v.assign(v.add(1));
      return v.sub(initial);
    });
    assert.deepEqual(
      [f(), f(), f()].map((t) => t.dataSync()[0]),
      [1, 2, 3],
    );
  });

  test("an optimiser may make its own in the first step", () => {
    const v = tf.variable(tf.scalar(4));
    const optimizer = tf.train.momentum(0.1, 0.5);
    const step = compile(() => optimizer.minimize(() => v.square() as tf.Scalar, true) as tf.Scalar);
    const values = [1, 2, 3].map(() => {
      step();
      return v.dataSync()[0];
    });
    let [w, m] = [4, 0];
    const expected = [1, 2, 3].map(() => {
      m = 0.5 * m + 2 * w;
      w -= 0.1 * m;
      return w;
    });
    assertClose(tf.tensor1d(values), expected);
  });

  test("making new ones at each call is told", () => {
    const f = compile((x: tf.Tensor) => tf.variable(tf.scalar(1)).add(x));
    assert.throws(() => f(a), { message: /makes new variables at each call; make them outside/ });
    const g = compile((x: tf.Tensor) => tf.variable(x).add(1));
    assert.throws(() => g(a), { message: /made from what only a call will know; make it outside/ });
  });
});

describe("what a graph cannot repeat is told, and leaves everything as it was", () => {
  const v = tf.variable(tf.scalar(3));
  const faults: Record<string, [(x: tf.Tensor) => unknown, RegExp]> = {
    "reading a value": [(x) => tf.scalar(x.sum().dataSync()[0]), /reads a tensor's value .* return the tensor/],
    "reading an argument": [(x) => tf.scalar(x.dataSync()[0]), /reads a tensor's value/],
    "printing a value": [(x) => x.add(1).toString(), /reads a tensor's value/],
    "numbers of JavaScript's": [(x) => x.mul(Math.random()), /random numbers drawn inside .* key/],
    "numbers of tfjs's": [(x) => x.add(tf.randomNormal([2, 3])), /random numbers drawn inside/],
    "tfjs's dropout": [(x) => tf.dropout(x, 0.5), /random numbers drawn inside/],
    "TensorFlow's own draws": [(x) => tf.multinomial(x as tf.Tensor2D, 1, 3), /Multinomial draws without a key/],
    "a mistake in the function": [
      () => {
        throw new Error("mine");
      },
      /^mine$/,
    ],
    "a result that is no data": [() => new Map(), /plain objects expected, got Map/],
  };
  for (const [what, [fn, message]] of Object.entries(faults)) {
    test(what, () => {
      const [tensors, native, { random }, { binding }] = [
        tf.memory().numTensors,
        counters.getNumOfTensors(),
        Math,
        backend(),
      ];
      const f = compile((x: tf.Tensor) => {
        v.assign(v.add(1));
        return fn(x);
      });
      assert.throws(() => f(a), { message });
      assert.equal(tf.memory().numTensors, tensors);
      assert.ok(counters.getNumOfTensors() <= native + 1, "native tensors");
      assert.equal(v.dataSync()[0], 3);
      assert.ok(random === Math.random && binding === backend().binding);
      assertClose(compile((x: tf.Tensor) => x.add(1))(a), a.add(1));
    });
  }

  test("a promise of a value", () => {
    for (const read of [(x: tf.Tensor) => x.data(), (x: tf.Tensor) => x.add(1).array()]) {
      const f = compile((x: tf.Tensor) => {
        void read(x);
        return x.mul(2);
      });
      assert.throws(() => f(a), { message: /reads a tensor's value/ });
    }
    assertClose(compile((x: tf.Tensor) => x.add(1))(a), a.add(1));
  });

  test("what has been disposed", () => {
    const [gone, variable] = [tf.scalar(1), tf.variable(tf.scalar(1))];
    gone.dispose();
    assert.throws(() => compile((x: tf.Tensor) => x.mul(2))(gone), {
      message: /among the arguments a tensor float32 \[\] is used after it was disposed/,
    });
    const f = compile((x: tf.Tensor) => x.mul(variable));
    f(a);
    variable.dispose();
    assert.throws(() => f(a), { message: /the variable .* has been disposed/ });
    const passing = compile((x: tf.Tensor) => {
      const v = tf.variable(tf.scalar(2));
      const y = x.mul(v);
      v.dispose();
      return y;
    });
    assert.throws(() => passing(a), { message: /makes new variables/ });
    const eats = compile((x: tf.Tensor) => {
      const y = x.mul(2);
      x.dispose();
      return y;
    });
    assertClose(eats(a), a.mul(2));
    assert.ok(Math.random() < 1 && !("recorder" in backend().binding), "and everything is as it was");
  });

  test("reading a value that depends on no argument is not one", () => {
    assertClose(compile((x: tf.Tensor) => x.mul(tf.range(0, 4).sum().dataSync()[0]))(a), a.mul(6));
  });
});

test("numbers from a key are drawn anew at each call, and the same as without compiling", () => {
  const x = tf.ones([200]);
  const f = (key: ReturnType<typeof tensorKey>) => dropout(x, 0.25, key);
  const compiled = compile(f);
  const draws = [1, 2, 1].map((n) => [...compiled(tensorKey(seed(n))).dataSync()]);
  assert.deepEqual(draws[2], draws[0]);
  assert.notDeepEqual(draws[1], draws[0]);
  assert.deepEqual(draws[0], [...f(tensorKey(seed(1))).dataSync()]);
  const kept = draws[0].filter((value) => value > 0);
  assert.ok(kept.every((value) => Math.abs(value - 4 / 3) < 1e-6) && kept.length > 130 && kept.length < 170);
});

describe("where a graph cannot stand in, the function runs", () => {
  const square = compile((x: tf.Tensor) => x.square());
  after(() => square.close());

  test("inside a gradient", () => {
    const before = square.graphs;
    assertClose(tf.grad((x: tf.Tensor) => square(x))(a), a.mul(2));
    assert.equal(square.graphs, before);
  });

  test("with TFJS_COMPILE=0", () => {
    process.env.TFJS_COMPILE = "0";
    const f = compile((x: tf.Tensor) => tf.scalar(x.dataSync()[0]));
    assertClose(f(a), [1]);
    assert.equal(f.graphs, 0);
    const before = tf.memory().numTensors;
    compile((x: tf.Tensor) => x.add(1).mul(2).square())(a).dispose();
    assert.equal(tf.memory().numTensors, before, "what lies between is disposed here, too");
    delete process.env.TFJS_COMPILE;
  });

  test("without what the binding must have; that is told once", async () => {
    const node = backend();
    const { binding } = node;
    const warnings: string[] = [];
    const listen = ({ message }: Error) => warnings.push(message);
    process.on("warning", listen);
    node.binding = Object.create(binding, {
      loadSavedModel: {
        value: () => {
          throw new Error("no such call");
        },
      },
    });
    try {
      const f = compile((x: tf.Tensor) => x.add(1));
      for (let i = 0; i < 3; i++) assertClose(f(a), a.add(1));
    } finally {
      node.binding = binding;
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    assert.deepEqual(warnings, ["not compiled, so slower: no such call"]);
  });
});

describe("a compiled function that another one calls becomes part of its graph", () => {
  /** More than a thousand operations are a function of their own in the graph, fewer are copied into it. */
  for (const length of [3, 1500]) {
    test(`of ${length} operations: it is recorded once, and called with other arguments and outer tensors`, () => {
      let runs = 0;
      const decay = (x: tf.Tensor) => Array.from({ length }).reduce((sum: tf.Tensor) => sum.mul(0.999), x);
      const outer = (x: tf.Tensor, y: tf.Tensor) => {
        const scale = y.sum();
        const inner = compile((given: { x: tf.Tensor }, _unused: tf.Tensor, factor: number) => {
          runs++;
          return [decay(given.x).mul(scale).mul(factor), given.x.expandDims(1), scale, tf.scalar(3)];
        });
        return [...inner({ x }, y, 2), ...inner({ x: x.add(1) }, y, 2), ...inner({ x: y }, y, 5)];
      };
      const expected = outer(a, b);
      runs = 0;
      const [tensors, compiled] = [tf.memory().numTensors, compile(outer)];
      const results = compiled(a, b);
      assert.equal(runs, 2, "once for each form");
      results.forEach((result, i) => {
        assertClose(result, expected[i], 1e-5, `result ${i}`);
      });
      assert.equal(compiled.graphs, 1, "and not run operation by operation");
      tf.dispose(results);
      assert.equal(tf.memory().numTensors, tensors);
    });
  }

  test("it reads a variable as it is at each of its calls", () => {
    const v = tf.variable(tf.scalar(1));
    for (const inner of [
      compile((x: tf.Tensor) => x.mul(v)),
      (x: tf.Tensor) => compile((z: tf.Tensor, y: tf.Tensor) => z.mul(y))(x, v),
    ]) {
      v.assign(tf.scalar(1));
      const f = compile((x: tf.Tensor) => {
        const first = inner(x);
        v.assign(v.add(1));
        return [first, inner(x)];
      });
      const [first, second] = f(a);
      assertClose(first, a);
      assertClose(second, a.mul(2));
    }
  });

  test("three deep, with a tensor of the outermost", () => {
    const f = compile((x: tf.Tensor) => {
      const own = x.mul(3);
      const middle = compile((y: tf.Tensor) => compile((z: tf.Tensor) => z.add(own))(y).mul(2));
      return [middle(x), middle(x.add(1))];
    });
    const [first, second] = f(a);
    assertClose(first, a.mul(8));
    assertClose(second, a.mul(8).add(2));
  });

  test("it has no graph of its own, and may not assign to variables", () => {
    const v = tf.variable(tf.scalar(1));
    const read = compile((x: tf.Tensor) => x.mul(v));
    const write = compile((x: tf.Tensor) => {
      v.assign(v.add(1));
      return x;
    });
    const f = compile((x: tf.Tensor) => read(x));
    assertClose(f(a), a);
    v.assign(tf.scalar(2));
    assertClose(f(a), a.mul(2));
    assert.equal(read.graphs, 0);
    assert.throws(() => compile((x: tf.Tensor) => write(x))(a), { message: /may not assign to variables/ });
    assert.equal(v.dataSync()[0], 2);
  });
});

test("ten thousand runs leave nothing behind", () => {
  const f = compile((w: tf.Tensor, x: tf.Tensor) => w.mul(0.9).add(x.sum()));
  let w: tf.Tensor = tf.zeros([100]);
  const once = () => {
    const x = tf.tensor1d([1, 2, 3]);
    const next = f(w, x);
    tf.dispose([w, x]);
    w = next;
  };
  once();
  const [tensors, native] = [tf.memory().numTensors, counters.getNumOfTensors()];
  for (let i = 0; i < 1000; i++) once();
  const memory = process.memoryUsage().rss;
  for (let i = 0; i < 9000; i++) once();
  assert.deepEqual([tf.memory().numTensors, counters.getNumOfTensors()], [tensors, native]);
  assert.ok(process.memoryUsage().rss - memory < 20e6, "resident memory");
  assertClose(w, tf.fill([100], 60), 1e-3);
});
