import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { build } from "esbuild";
import { projectRoot } from "../../lib/core/project";
import { tf } from "../../lib/core/tf";
import { hello } from "../../lib/experiments/2-vanilla-rnn/hello/claims";
import { runHelloModel } from "../../lib/experiments/2-vanilla-rnn/hello/job";
import { helloWeights } from "../../lib/moments/helloWeight";
import { momentNamed, moments } from "../../lib/moments/index";
import { isSeries } from "../../lib/view/answering";
import { type Control, starts } from "../../lib/view/controls";
import type { Moment } from "../../lib/view/moment";
import { type Pictured, pictured } from "../../lib/view/pictured";

type Values = Readonly<Record<string, unknown>>;
const all = Object.entries(moments as unknown as Readonly<Record<string, Moment>>);

/** What is seen; of a series its first two pictures, and then it is ended early. */
async function seen({ answer }: Moment, values: Values): Promise<Pictured[]> {
  const given = answer(values as never);
  if (!isSeries(given)) return pictured(await given);
  const parts: Pictured[] = [];
  let count = 0;
  for await (const picture of given) {
    parts.push(...pictured(picture));
    if (++count === 2) break;
  }
  return parts;
}

/** A control's ends: of a text none, one character, and as many as it takes; of a photograph none, and one. */
function ends({ kind, look, start, values }: Control): readonly unknown[] {
  const most = Number(look.most ?? 0);
  const texts = ["", "a", "ab", "A whale, and a ship. ".repeat(most).slice(0, most)];
  if (kind === "field") return texts;
  if (kind === "photograph") return [start, Buffer.alloc(3 * Number(look.side) ** 2, 200).toString("base64")];
  if (kind === "passage") return texts.flatMap((text) => [0, text.length].map((at) => ({ text, from: at, to: at })));
  return [start, ...values];
}

/** The starts, and each control in turn at its ends. */
const cases = ({ controls }: Moment): Values[] => [
  starts(controls),
  ...Object.entries(controls).flatMap(([name, control]) => {
    const values = ends(control);
    const few = control.kind === "slider" ? [values[1], values[values.length - 1]] : values;
    return few.map((value) => ({ ...starts(controls), [name]: value }));
  }),
];

function expectSound(part: Pictured, where: string): void {
  assert.ok(part.alt.length > 0, `${where}: it has words`);
  assert.doesNotMatch(part.alt, /NaN|undefined|Infinity/, `${where}: its words`);
  if ("plot" in part) {
    const numbers = (value: unknown): void => {
      if (typeof value === "number") assert.ok(Number.isFinite(value), `${where}: numbers, or gaps`);
      else if (typeof value === "string" && !value.startsWith("data:image/"))
        assert.doesNotMatch(value, /NaN|undefined|Infinity/, where);
      else if (typeof value === "object" && value) Object.values(value).forEach(numbers);
    };
    numbers(part.plot);
  }
  if ("svg" in part) assert.doesNotMatch(part.svg, /NaN|undefined|Infinity/, where);
}

test("each moment is found by its name, which begins with its section", () => {
  for (const [key, one] of all) {
    assert.match(one.name, /^[1-5](\.[0-4])?-[a-z-]+$/, key);
    assert.equal(momentNamed(one.name), one);
  }
  const sections = all.map(([, { name }]) => name.split("-")[0]);
  assert.deepEqual(sections, sections.toSorted(), "in the lecture's order");
});

for (const [key, one] of all) {
  describe(key, () => {
    test("asks a question", () => assert.match(one.title, /\?$/));

    test("answers at the starts and at both ends of every control, with finite numbers and words", async (context) => {
      for (const values of cases(one)) {
        const from = performance.now();
        const parts = await seen(one, values);
        const where = `${key} at ${JSON.stringify(values).slice(0, 200)}`;
        context.diagnostic(`${(performance.now() - from).toFixed(0)} ms: ${where}`);
        assert.ok(parts.length > 0, where);
        for (const part of parts) expectSound(part, where);
      }
    });

    test("answers the same when it is asked twice", async () => {
      assert.deepEqual(await seen(one, starts(one.controls)), await seen(one, starts(one.controls)));
    });

    test("leaves no tensors, also where it is ended early", async () => {
      const few = cases(one);
      await seen(one, few[0]); // the networks that it asks stay open
      const before = tf.memory().numTensors;
      const count = isSeries(one.answer(few[0] as never)) ? 4 : 20; // a generator that nobody asks has not begun
      for (let i = 0; i < count; i++) await seen(one, few[i % few.length]);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}

test("a page can run them: what they reach has nothing of Node's and no zod in it", async () => {
  const outside: string[] = [];
  const { metafile } = await build({
    entryPoints: [path.join(projectRoot, "lib", "moments", "index.ts")],
    ...{ bundle: true, write: false, metafile: true, platform: "browser", target: "es2022", logLevel: "silent" },
    loader: { ".wasm": "empty" },
    plugins: [
      {
        name: "what a page lacks",
        setup({ onResolve }) {
          onResolve({ filter: /^(node:|sharp|tslab|@tensorflow\/tfjs-node)/ }, ({ path: name, importer }) => {
            outside.push(`${name} in ${path.relative(projectRoot, importer)}`);
            return { path: name, external: true };
          });
        },
      },
    ],
  });
  assert.deepEqual(outside, []);
  assert.deepEqual(
    Object.keys(metafile?.inputs ?? {}).filter((file) => file.includes("zod") || file.includes("lib/experiments")),
    [],
  );
});

test("the weights of hello are those that section 2 trains, within a digit of the last place", async () => {
  const { seeds: _, ...job } = hello.defaults;
  const { pass } = await runHelloModel({ ...job, seed: 1 }, {});
  for (const [name, rows] of Object.entries(helloWeights)) {
    const trained = pass?.weights[name].flat() ?? [];
    assert.deepEqual(rows.flat().length, trained.length, name);
    for (const [i, value] of rows.flat().entries())
      assert.ok(Math.abs(value - trained[i]) < 0.015, `${name}: ${value}`);
  }
});
