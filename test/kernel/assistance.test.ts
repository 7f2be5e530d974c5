import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as lab from "../../lib/index";
import { importScript } from "../scripts/project";
import { Kernel } from "./client";

const isStudy = (value: unknown): value is lab.Study<object, unknown> =>
  typeof value === "object" && value !== null && "claims" in value && "defaults" in value;

describe("what the kernel knows of code that is being written", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    const { reply } = await kernel.run('import { languageModel, lstm } from "../lib";\nconst earlier = { wide: 1 };');
    assert.equal(reply.status, "ok");
  });
  after(() => kernel.end());

  /** The code up to and from the cursor, which is a bar. */
  const ask = async (type: string, marked: string) => {
    const [before, after] = marked.split("|");
    return (await kernel.ask(type, { code: before + after, cursor_pos: [...before].length, detail_level: 0 })).reply;
  };
  const complete = (marked: string) => ask("complete_request", marked);
  const described = async (marked: string): Promise<string> =>
    (await ask("inspect_request", marked)).data["text/plain"] ?? "";

  test("completes a study's options, a cell's, and the names of earlier cells", async () => {
    assert.deepEqual((await complete("languageModel.run({ hidd|")).matches, ["hiddenSize"]);
    assert.deepEqual((await complete("await languageModel.run({ hidd| });")).matches, ["hiddenSize"]);
    const options = (await complete("languageModel.run({ | })")).matches;
    for (const option of ["steps", "hiddenSize", "temperatures"]) assert.ok(options.includes(option), option);
    assert.deepEqual((await complete("lstm({ inputSize: 3, forg| })")).matches, ["forgetBias"]);
    assert.deepEqual((await complete("earlier.|")).matches, ["wide"]);
    assert.ok((await complete("earl|")).matches.includes("earlier"));
  });

  test("completes the names of a study's figures, tables and claims", async () => {
    assert.deepEqual((await complete("languageModel.figures.div|")).matches, ["diversity"]);
    assert.deepEqual((await complete("languageModel.tables.te|")).matches, ["texts"]);
    const { matches } = await complete('languageModel.verdict(undefined as never, "|")');
    assert.deepEqual(matches, ["diversity-costs-words", "sampling-diversity", "state-helps"]);
  });

  test("replaces the name under the cursor, counted in characters", async () => {
    const { matches, cursor_start, cursor_end, metadata } = await complete('"🎉é"; earlier.wi|');
    assert.deepEqual([matches, cursor_start, cursor_end], [["wide"], 14, 16]);
    assert.deepEqual(metadata._jupyter_types_experimental, [{ text: "wide", type: "property", start: 14, end: 16 }]);
  });

  test("shows an option's docstring: on its name, behind it, and on its value", async () => {
    for (const code of ["evaluate|Every: 100", "|evaluateEvery: 100", "evaluateEvery|: 100", "evaluateEvery: 10|0"]) {
      assert.match(
        await described(`"🎉"; languageModel.run({ ${code} })`),
        /Steps between two points of the loss curve/,
      );
    }
    assert.match(await described("lstm({ inputSize: 3, hidden|Size: 4 })"), /hiddenSize: number\n\nH, how many units/);
  });

  test("shows the function that is called around the cursor", async () => {
    for (const code of ["ls|tm", "lstm|", "lstm(|", "lstm({ |", "lstm({ inputSize: 3 }|)", "lstm({|})"]) {
      assert.match(await described(code), /Long short-term memory/, code);
    }
  });

  test("shows a study's claims, and its options with their meanings and defaults", async () => {
    const study = await described("language|Model");
    assert.match(study, /^languageModel: the study 2\.1-language-model\n/);
    assert.match(study, /\n {2}state-helps: The hidden state tells the model more about the next character /);
    for (const shown of [study, await described("await languageModel.run(|)")]) {
      assert.match(shown, /\n {2}hiddenSize = 128: H: the units of each layer\.\n/);
      assert.match(shown, /\n {2}evaluateEvery = 100: Steps between two points of the loss curve\.\n/);
      assert.match(shown, /\n {2}temperatures = \[ 0\.25, 0\.5, 0\.75, 1, 1\.25 \]: /);
    }
  });

  test("shows every study so", async () => {
    const names = Object.entries(lab).flatMap(([name, value]) => (isStudy(value) ? [{ name, ...value }] : []));
    assert.ok(names.length > 5);
    const silent: string[] = [];
    for (const { name, claims, defaults } of names) {
      const shown = await described(`import { ${name} } from "../lib"; ${name}|`);
      for (const [claim, { sentence }] of Object.entries(claims))
        assert.ok(shown.includes(`  ${claim}: ${sentence}`), shown);
      for (const option of Object.keys(defaults)) {
        if (!new RegExp(`\n  ${option} = .+: .+`).test(shown)) silent.push(`${name}: ${option}`);
      }
    }
    assert.deepEqual(silent, []);
  });

  test("shows a function's equation and options, in lines that are read", async () => {
    const shown = await described("lstm(|)");
    assert.match(shown, /^lstm\(options: LstmOptions\): Cell<…>\n\nLong short-term memory/);
    assert.match(shown, /\n {2}i = σ\(x W_xi \+ h W_hi \+ b_i\) /);
    assert.match(shown, /\nOptions:\n {2}forgetBias\? \(a number\): Where the forget gate's bias starts: /);
    const check = await described('import { check } from "../lib"; check|');
    assert.match(check, /\nIt has:\n {2}check\.vanilla: h' = tanh\(x Wx \+ h Wh \+ b\); /);
  });

  test("finds nothing where there is nothing", async () => {
    for (const code of ["|", "  |", "1 + 1|", "// a comment|", "missing|"]) {
      const { status, found } = await ask("inspect_request", code);
      assert.deepEqual([status, found], ["ok", false], code);
    }
  });

  test("answers at every position", async () => {
    const code = 'const 🎉 = earlier[`wide`];\nawait languageModel.run({ steps: 3,\n  seeds: [1]. }); // "x';
    for (let cursor_pos = 0; cursor_pos <= [...code].length; cursor_pos += 3) {
      for (const type of ["complete_request", "inspect_request"]) {
        const { reply } = await kernel.ask(type, { code, cursor_pos, detail_level: 0 });
        assert.equal(reply.status, "ok", `${type} at ${cursor_pos}: ${reply.evalue}`);
      }
    }
  });
});

test("code is complete, wants more, or is wrong", async () => {
  const { completeness } = await importScript("kernel", "completeness.mjs");
  const samples = {
    complete: ["", "1", "const x = 1;\n", "if (a) { b(); }", "await f()", "type A = 1", "a\n.b()"],
    incomplete: ["f(", "const x =", "function f() {", "class A {\n  b() {", "[1,", "a.", "`text", "/* comment", "x =>"],
    invalid: ["const const", "}", '"text', "let a: = 3", "f())"],
  };
  for (const [status, codes] of Object.entries(samples)) {
    for (const code of codes) assert.equal(completeness(code).status, status, code);
  }
  assert.equal(completeness("class A {\n  b() {").indent, "    ");
});
