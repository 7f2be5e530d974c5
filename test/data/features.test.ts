import assert from "node:assert/strict";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { cachedFeatures } from "../../lib/data/features/cachedFeatures";
import { type Feature, NoFeatures, openFeatures, writeFeatures } from "../../lib/data/features/featureFile";
import { sha256 } from "../../lib/data/features/looks";
import { collect, complaint, heard, scratch } from "./scratch";

const { folder, write } = scratch();
const kind = { backbone: "vgg16-größer", tap: "conv5", shape: [2, 3] };
const item = (id: string, first: number): Feature => ({
  ...{ id, sha256: id.repeat(64).slice(0, 64) },
  values: Float32Array.from({ length: 6 }, (_, i) => first + i / 8),
});
const items = [item("a", 1), { ...item("b", -2), sha256: null }, item("ü", 0.125)];
const place = (name: string) => path.join(folder, name);

describe("a feature file", () => {
  test("holds what was written: kind, ids, hashes and every number", async () => {
    const file = place("new/whole.features");
    await writeFeatures(file, kind, items);
    const features = openFeatures(file, { backbone: kind.backbone, shape: [2, 3] });
    assert.deepEqual([features.backbone, features.tap, features.shape], [kind.backbone, kind.tap, kind.shape]);
    assert.deepEqual([...features.all()], items);
    assert.deepEqual(features.read("ü"), items[2].values);
    assert.deepEqual([features.has("b"), features.has("c")], [true, false]);
    assert.equal(
      await complaint(() => features.read("c")),
      `${file}: features of image c expected, got 3 other images`,
    );
    features.close();
    assert.deepEqual(readdirSync(path.dirname(file)), ["whole.features"]);
  });

  test("may be empty", async () => {
    await writeFeatures(place("none"), kind, []);
    const features = openFeatures(place("none"));
    assert.deepEqual([...features.all()], []);
    features.close();
  });

  test("is written whole or not at all", async () => {
    async function* broken() {
      yield items[0];
      await Promise.resolve();
      throw new Error("the network is gone");
    }
    const file = place("half");
    await assert.rejects(writeFeatures(file, kind, broken()), /the network is gone/);
    await writeFeatures(file, kind, items);
    await assert.rejects(writeFeatures(file, kind, broken()));
    const features = openFeatures(file);
    assert.equal(features.items.length, 3, "the file of before is still there");
    features.close();
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("half")),
      ["half"],
    );
  });

  test("takes no item of another size, no number that is none, and no id twice", async () => {
    const written = (more: Feature) => complaint(() => writeFeatures(place("bad"), kind, [items[0], more]));
    assert.match(
      await written({ ...items[1], values: new Float32Array(5) }),
      /bad: item 1 \(b\): \[2,3\], 6 numbers, expected, got 5$/,
    );
    const values = Float32Array.of(0, 1, Number.NaN, 0, 0, 0);
    assert.match(await written({ ...items[1], values }), /bad: item 1 \(b\): numbers expected, got NaN at 2$/);
    assert.match(await written(items[0]), /bad: item 1 \(a\): an id that has not come yet expected$/);
  });

  test("of another kind, or damaged, says so", async () => {
    const file = place("mine");
    await writeFeatures(file, kind, items);
    const opened = (expected: object) => complaint(() => openFeatures(file, expected).close());
    assert.match(await opened({ backbone: "resnet50" }), /mine: backbone "resnet50" expected, got "vgg16-größer"$/);
    assert.match(await opened({ tap: "fc7" }), /mine: tap "fc7" expected, got "conv5"$/);
    assert.match(await opened({ shape: [6] }), /mine: shape \[6\] expected, got \[2,3\]$/);

    const bytes = readFileSync(file);
    for (const length of [bytes.length - 1, bytes.length - 20, 50, 15, 0]) {
      writeFileSync(file, bytes);
      truncateSync(file, length);
      assert.match(await opened({}), /mine: a whole feature file of the lab expected, got one that is cut off$/);
    }
    writeFileSync(file, "PK".padEnd(200));
    assert.match(await opened({}), /mine: a whole feature file of the lab expected, got a file of another kind$/);
    // The opening brace of the header, and the name of its first field.
    for (const at of [12, 15]) {
      writeFileSync(file, Buffer.concat([bytes.subarray(0, at), Buffer.from("!"), bytes.subarray(at + 1)]));
      assert.match(await opened({}), /mine: a whole feature file of the lab expected, got one that is damaged$/);
    }
    writeFileSync(file, Buffer.from(bytes.toString("latin1").replace("[2,3]", "[2,4]"), "latin1"));
    assert.match(await opened({}), /mine: a whole feature file of the lab expected, got one that is damaged$/);
    assert.match(await complaint(() => openFeatures(place("no"))), /no: a feature file expected, got no such file$/);
  });
});

test("a feature file with any byte changed is not believed", async () => {
  const file = place("flipped");
  await writeFeatures(file, kind, items);
  const bytes = readFileSync(file);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1 << (at % 8);
    writeFileSync(file, changed);
    assert.throws(() => openFeatures(file), NoFeatures, `byte ${at}`);
  }
});

describe("cached features", () => {
  const images = ["one", "two", "three"].map((id) => ({ id, file: write(`${id}.jpg`, `photograph ${id}`) }));
  /** Features that depend on the content; counts how many images it was asked for. */
  const extractor = () => {
    const asked: string[] = [];
    const extract = async (files: readonly string[]) => {
      asked.push(...files.map((file) => path.basename(file)));
      return files.map((file) => Float32Array.from({ length: 6 }, (_, i) => readFileSync(file)[11 + (i % 3)]));
    };
    return { asked, extract };
  };
  const features = async (name: string, of: typeof images, batchSize = 2) => {
    const { asked, extract } = extractor();
    const cache = await cachedFeatures(place(name), kind, { images: of, extract, batchSize });
    const values = Object.fromEntries([...cache.all()].map((one) => [one.id, one.values[0]]));
    cache.close();
    return { asked, values };
  };
  const codes = { one: "o".charCodeAt(0), two: "t".charCodeAt(0), three: "t".charCodeAt(0) };

  test("each image is computed once", async () => {
    assert.deepEqual(await features("once", images), { asked: ["one.jpg", "two.jpg", "three.jpg"], values: codes });
    assert.deepEqual(await features("once", images), { asked: [], values: codes });
    const kept = openFeatures(place("once"), kind);
    assert.deepEqual(kept.items[1], { id: "two", sha256: await sha256(images[1].file) });
    kept.close();
  });

  test("only what is new or has changed is computed again, also under another name", async () => {
    await features("more", images.slice(0, 2));
    assert.deepEqual(await features("more", images), { asked: ["three.jpg"], values: codes });
    const changed = [images[0], { id: "two", file: write("changed.jpg", "photograph two, later") }];
    assert.deepEqual((await features("more", changed)).asked, ["changed.jpg"]);
    const renamed = [{ id: "uno", file: write("uno.jpg", "photograph one") }];
    assert.deepEqual(await features("more", renamed), { asked: [], values: { uno: codes.one, ...codes } });
  });

  test("a damaged file, or one of an earlier lab, is made anew, and said", async () => {
    for (const [name, at] of [
      ["damaged", 100],
      ["earlier", 7],
    ] as const) {
      await features(name, images);
      const bytes = readFileSync(place(name));
      bytes[at] ^= 1;
      writeFileSync(place(name), bytes);
      const { said } = await heard(() => features(name, images).then(({ asked }) => assert.equal(asked.length, 3)));
      assert.match(said, new RegExp(`${name}: a whole feature file .* got .*So what it holds is made anew`));
      assert.deepEqual(await features(name, images), { asked: [], values: codes });
    }
  });

  test("where nothing can be written, they are kept while the process lives, and that is said once", async () => {
    write("no-folder", "a file where a folder should be");
    const { said } = await heard(async () => {
      assert.equal((await features("no-folder/one", images.slice(0, 2))).asked.length, 2);
      assert.deepEqual(await features("no-folder/one", images), { asked: ["three.jpg"], values: codes });
      assert.deepEqual(await features("no-folder/one", images), { asked: [], values: codes });
    });
    assert.match(said, /^\S+no-folder\/one: could not be written: .* So it is not kept; the work goes on\.\n$/);
  });

  test("mistakes", async () => {
    await features("kind", images);
    const cached = (of: object, more: object = {}) =>
      complaint(async () =>
        (
          await cachedFeatures(place("kind"), { ...kind, ...of }, { images, extract: extractor().extract, ...more })
        ).close(),
      );
    assert.match(await cached({ tap: "fc7" }), /kind: tap "fc7" expected, got "conv5"$/);
    const missing = { images: [{ id: "x", file: place("x.jpg") }] };
    assert.match(await cached({}, missing), /x\.jpg: an image expected, got no such file$/);
    const lazy = { images: [{ id: "y", file: write("y.jpg", "y") }], extract: async () => [] };
    assert.match(await cached({}, lazy), /^features of 1 images expected, got 0$/);
  });
});

test("iterating twice and reading in between gives the same", async () => {
  await writeFeatures(place("twice"), kind, items);
  const features = openFeatures(place("twice"));
  const seen = await collect(features.all());
  features.read("a");
  assert.deepEqual(await collect(features.all()), seen);
  features.close();
});
