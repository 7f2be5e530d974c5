import ts from "typescript";
import { gradientsOf, tf } from "../../lib/index";

/** What a student would write into each exercise's frame, as in the notebook. */
interface Solution {
  /** Of the function in the notebook. */
  readonly name: string;
  readonly parameters: string;
  readonly lines: string;
  readonly answer: (...args: unknown[]) => unknown;
}

function solution(name: string, parameters: string, lines: string): Solution {
  const code = ts.transpile(`(function (${parameters}) {\n${lines}\n})`, { target: ts.ScriptTarget.ES2022 });
  const made = new Function("tf", "gradientsOf", `return ${code.trim().replace(/;$/, "")};`);
  return { name, parameters, lines, answer: made(tf, gradientsOf) };
}

export const solutions = {
  vanilla: solution(
    "vanillaStep",
    "{ Wx, Wh, b }, { h }, x",
    "return { h: x.matMul(Wx).add(h.matMul(Wh)).add(b).tanh() };",
  ),
  lstm: solution(
    "lstmStep",
    "{ Wx, Wh, b }, { h, c }, x",
    `const [i, f, o, g] = tf.split(x.matMul(Wx).add(h.matMul(Wh)).add(b), 4, 1);
const next = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
return { h: o.sigmoid().mul(next.tanh()), c: next };`,
  ),
  gru: solution(
    "gruStep",
    "{ Wx, Wh, b }, { h }, x",
    `const [xr, xz, xn] = tf.split(x.matMul(Wx).add(b), 3, 1);
const [Whr, Whz, Whn] = tf.split(Wh, 3, 1);
const r = xr.add(h.matMul(Whr)).sigmoid();
const z = xz.add(h.matMul(Whz)).sigmoid();
const n = xn.add(tf.matMul(r.mul(h), Whn)).tanh();
return { h: z.mul(h).add(tf.sub(1, z).mul(n)) };`,
  ),
  attention: solution(
    "attend",
    "{ Wh, Wx, b, w }, places, h",
    `const scores = tf.matMul(places.matMul(Wx).add(h.matMul(Wh)).add(b).tanh(), w);
const alpha = tf.softmax(scores.flatten());
return { alpha, z: alpha.reshape([1, -1]).matMul(places) };`,
  ),
  truncatedGradient: solution(
    "truncated",
    "loss, params, windows, state",
    `const sums = { Wx: tf.zerosLike(params.Wx), Wh: tf.zerosLike(params.Wh), b: tf.zerosLike(params.b) };
let now = state;
for (const window of windows) {
  const { grads } = gradientsOf(() => loss(params, window, now).loss, [params.Wx, params.Wh, params.b]);
  sums.Wx = sums.Wx.add(grads[0]);
  sums.Wh = sums.Wh.add(grads[1]);
  sums.b = sums.b.add(grads[2]);
  now = loss(params, window, now).state;
}
const M = windows.length;
return { Wx: sums.Wx.div(M), Wh: sums.Wh.div(M), b: sums.b.div(M) };`,
  ),
  clip: solution(
    "clipped",
    "grads, maxNorm",
    `const norm = tf.addN(Object.values(grads).map((g) => g.square().sum())).sqrt();
const scale = tf.minimum(1, tf.div(maxNorm, norm));
return Object.fromEntries(Object.entries(grads).map(([name, g]) => [name, g.mul(scale)]));`,
  ),
  sample: solution(
    "draw",
    "logits, temperature, u",
    `const probs = logits.div(temperature).softmax().dataSync();
let sum = 0;
for (let token = 0; token < probs.length; token++) {
  sum += probs[token];
  if (sum > u) return token;
}
return probs.length - 1;`,
  ),
} as const;
