import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { KeptMoment } from "../../lib/view/explore";
import { momentMime } from "../../lib/view/mime";
import { Kernel } from "./client";

type Reply = {
  readonly parts?: readonly { readonly text: string }[];
  readonly going: boolean;
  readonly failure?: string;
};

const setting = `import { choice, explore, field, moments, slider, tf } from "../lib";
const slow = function* ({ n }) { for (let i = 0; ; i++) { const end = Date.now() + 20; while (Date.now() < end); yield \`\${n}: \${i}\`; } };`;

describe("what a cell lets one explore", { timeout: 300_000 }, () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    const { reply } = await kernel.run(setting);
    assert.equal(reply.status, "ok", reply.evalue);
  });
  after(() => kernel.end());

  /** What the cell shows, last. */
  async function shown(code: string): Promise<KeptMoment> {
    const { reply, published } = await kernel.run(code);
    assert.equal(reply.status, "ok", reply.evalue);
    const data = published.flatMap(({ content }) => content.data?.[momentMime] ?? []);
    return data.at(-1) as KeptMoment;
  }

  let conversations = 0;
  /** A front end that speaks with what a cell has shown. */
  async function conversation(id: string) {
    const comm_id = `c${++conversations}`;
    kernel.send("comm_open", { comm_id, target_name: "lecture-lab.moment", data: { id } });
    const of = (type: string) => kernel.publishedOf(type).filter(({ content }) => content.comm_id === comm_id);
    const replies = () => of("comm_msg").map(({ content }) => content.data as Reply);
    return {
      replies,
      closed: () => kernel.until(() => of("comm_close").length > 0),
      say: (data: object) => void kernel.send("comm_msg", { comm_id, data }),
      close: () => void kernel.send("comm_close", { comm_id }),
      /** The first reply, from the `from`th on, that is so. */
      async heard(holds: (reply: Reply) => boolean, from = 0): Promise<Reply> {
        await kernel.until(() => replies().slice(from).some(holds));
        return replies().slice(from).find(holds)!;
      },
    };
  }
  const text = ({ parts = [] }: Reply) => parts[0]?.text;

  test("the first picture stands there, with the controls as they start; the value that is set is answered", async () => {
    const { id, parts, controls } = await shown(
      "await explore(({ a, kind }) => `${kind} ${2 * a}`, { a: slider(0, 10), kind: choice(['x', 'y']) });",
    );
    assert.deepEqual(parts, [{ text: "x 10", alt: "x 10" }]);
    assert.deepEqual(
      controls.map(({ name, start }) => [name, start]),
      [
        ["a", 5],
        ["kind", "x"],
      ],
    );
    const { say, heard } = await conversation(id);
    say({ values: { a: 3, kind: "y" } });
    assert.equal(text(await heard(({ going }) => !going)), "y 6");
  });

  test("frames stand for the kernel where there is none: every combination of a few values", async () => {
    const { frames = [] } = await shown(
      "await explore(({ on, kind }) => `${kind} ${on}`, { on: choice([0, 1]), kind: choice(['x', 'y']) });",
    );
    assert.deepEqual(frames.map((frame) => (frame.parts[0] as { text: string }).text).sort(), [
      "x 0",
      "x 1",
      "y 0",
      "y 1",
    ]);
  });

  test("a value that its control cannot give is refused in a sentence, and the next is answered", async () => {
    const { id } = await shown("await explore(({ a }) => `${a}`, { a: slider(0, 10) });");
    const { say, heard } = await conversation(id);
    say({ values: { a: 11 } });
    assert.equal((await heard(({ failure }) => !!failure)).failure, "a: a number from 0 to 10 expected, got 11");
    say({ values: { a: 9 } });
    assert.equal(text(await heard(({ parts }) => !!parts)), "9");
  });

  test("what fails says why, and goes on", async () => {
    const { id } = await shown(
      "await explore(({ a }) => { if (a > 5) throw new Error('too much'); return `${a}`; }, { a: slider(0, 10) });",
    );
    const { say, heard } = await conversation(id);
    say({ values: { a: 6 } });
    assert.equal((await heard(({ failure }) => !!failure)).failure, "too much");
    say({ values: { a: 1 } });
    assert.equal(text(await heard(({ parts }) => !!parts)), "1");
  });

  for (const [who, stop] of [
    ["its Stop", (say: (data: object) => void) => say({ stop: true })],
    ["the notebook's", () => void kernel.send("interrupt_request", {}, "control")],
  ] as const) {
    test(`a series of pictures goes on until ${who}, and begins anew for another value`, async () => {
      const { id } = await shown("await explore(slow, { n: slider(0, 10, { step: 1 }) });");
      const { say, heard, replies } = await conversation(id);
      say({ values: { n: 1 } });
      await heard((reply) => /^1: [1-9]/.test(text(reply) ?? ""));
      stop(say);
      await heard(({ going }) => !going);
      const said = replies().length;
      await new Promise((wait) => setTimeout(wait, 300));
      assert.equal(replies().length, said);
      say({ values: { n: 2 } });
      await heard((reply) => /^2: /.test(text(reply) ?? ""), said);
      say({ values: { n: 3 } });
      await heard((reply) => /^3: /.test(text(reply) ?? ""), said);
      say({ stop: true });
      assert.equal((await kernel.run("1 + 1")).reply.status, "ok");
    });
  }

  test("two moments answer beside each other, also while a cell waits", async () => {
    const ids = [
      await shown("await explore(slow, { n: slider(0, 10) });"),
      await shown("await explore(slow, { n: slider(0, 10) });"),
    ];
    const both = await Promise.all(ids.map(({ id }) => conversation(id)));
    const waiting = kernel.run("await new Promise((done) => setTimeout(done, 1500));");
    for (const [i, { say }] of both.entries()) say({ values: { n: i } });
    for (const [i, { heard }] of both.entries()) await heard((reply) => text(reply)?.startsWith(`${i}: `) ?? false);
    for (const { say } of both) say({ stop: true });
    assert.equal((await waiting).reply.status, "ok");
  });

  test("a cell that was deleted computes no more", async () => {
    const { id } = await shown("await explore(slow, { n: slider(0, 10) });");
    const { say, heard, close, replies } = await conversation(id);
    say({ values: { n: 1 } });
    await heard(({ parts }) => !!parts);
    close();
    await kernel.run("1");
    await new Promise((wait) => setTimeout(wait, 200));
    const said = replies().length;
    await new Promise((wait) => setTimeout(wait, 300));
    assert.equal(replies().length, said);
  });

  test("who asks for a moment of another kernel is told that there is none", async () => {
    const { closed } = await conversation("of another kernel");
    await closed();
  });

  test("a hundred moves of a moment leave no tensor behind", async () => {
    const { id } = await shown("await explore(moments.gradientLag);");
    const { say, heard, replies } = await conversation(id);
    const count = async () =>
      Number(
        (await kernel.run("tf.memory().numTensors")).published.find(({ type }) => type === "execute_result")!.content
          .data["text/plain"],
      );
    const ask = async (sigma: number) => {
      const said = replies().length;
      say({ values: { sigma, activation: "tanh" } });
      await heard(({ going }) => !going, said);
    };
    await ask(1);
    const before = await count();
    for (let i = 0; i < 100; i++) await ask(0.5 + i / 100);
    assert.equal(await count(), before);
  });

  for (const [code, sentence] of [
    ["await explore(({ a }) => a, { a: 1 });", /^line 1: explore: controls\.a: .* expected, got 1$/],
    ["await explore(moments.nothing);", /nothing/],
    ["await explore(() => '', {});", /^explore: controls: at least one control expected/],
  ] as const) {
    test(`${code} says what is wrong`, async () => {
      const { reply } = await kernel.run(code);
      assert.equal(reply.status, "error");
      assert.match(reply.evalue.replace(/\n[\s\S]*/, ""), sentence);
    });
  }
});
