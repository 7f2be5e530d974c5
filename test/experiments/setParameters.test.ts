import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { depth, languageModel } from "../../lib/experiments";
import { checkParameters, setParameters, takeParameters } from "../../lib/experiments/setParameters";
import { inEnvironment } from "../../lib/lab/parameters";

const environment = {};

afterEach(() => {
  for (const name of Object.keys(inEnvironment({}))) delete process.env[name];
});

test("an option that no study of the sections has, and a value that one cannot take, are told before a run", () => {
  checkParameters({ hiddenSize: "24" }, { sections: ["2.1", "4"], environment });
  checkParameters({ depths: "1,2,3" }, { sections: ["2.1", "4"], environment });
  const refused = (parameters: object, message: RegExp) =>
    assert.throws(() => checkParameters({ ...parameters }, { sections: ["2.1"], environment }), { message });
  refused({ depths: "1,2,3" }, /^2\.1: no option depths; there are batchSize, .*corpus.*windowLength$/);
  refused({ hiddenSize: "wide" }, /^2\.1-.*: hiddenSize: a positive whole number expected, got "wide"$/);
  refused(
    { corpus: "no.txt" },
    /corpus: moby-dick, rxjs or the path of a text file expected, got "no.txt" \(no such file: .*no\.txt\)$/,
  );
  assert.throws(() => checkParameters({ x: 1 }, { environment }), { message: /^no option x; there are/ });
});

test("set in a notebook they hold for every run that follows", () => {
  assert.throws(() => setParameters({ hidenSize: 8 }), { message: /^no option hidenSize/ });
  assert.equal(languageModel.configured().hiddenSize, languageModel.defaults.hiddenSize);
  setParameters({ hiddenSize: 8 });
  assert.equal(languageModel.configured().hiddenSize, 8);
  assert.equal(depth.configured({ hiddenSize: 3 }).hiddenSize, 8);
});

test("what may be a notebook's own is named and let be; what is an option holds, and is checked", (t) => {
  const said = t.mock.method(process.stderr, "write", () => true);
  const told = () => {
    const texts = said.mock.calls.map(({ arguments: [text] }) => text);
    said.mock.resetCalls();
    return texts;
  };
  takeParameters({ width: 3 });
  assert.deepEqual(told(), ["No study has an option width.\n"]);
  takeParameters({ hiddenSize: 8, width: 3, big: 2n ** 60n, toString: "x", constructor: 1 });
  assert.deepEqual(told(), ["No study has an option width or big or toString or constructor.\n"]);
  assert.equal(languageModel.configured().hiddenSize, 8);
  takeParameters({ hiddenSize: 9 });
  assert.deepEqual(told(), []);
  assert.equal(languageModel.configured().hiddenSize, 9);
  for (const hiddenSize of [2n ** 60n, -1, Number.NaN, "wide", null, { a: 1 }]) {
    assert.throws(() => takeParameters({ hiddenSize, width: 3 }), { message: /hiddenSize: a positive whole number/ });
  }
});
