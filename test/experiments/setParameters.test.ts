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
  refused({ corpus: "no.txt" }, /corpus: moby-dick, rxjs or the path of a UTF-8 text file expected, got "no.txt"$/);
  assert.throws(() => checkParameters({ x: 1 }, { environment }), { message: /^no option x; there are/ });
});

test("set in a notebook they hold for every run that follows", () => {
  assert.throws(() => setParameters({ hidenSize: 8 }), { message: /^no option hidenSize/ });
  assert.equal(languageModel.configured().hiddenSize, languageModel.defaults.hiddenSize);
  setParameters({ hiddenSize: 8 });
  assert.equal(languageModel.configured().hiddenSize, 8);
  assert.equal(depth.configured({ hiddenSize: 3 }).hiddenSize, 8);
});

test("what may be a notebook's own is taken where one of it is an option, and then checked like the rest", (t) => {
  const said = t.mock.method(process.stderr, "write", () => true);
  takeParameters({ width: 3 });
  assert.deepEqual(
    said.mock.calls.map(({ arguments: [text] }) => text),
    ["No study has an option width.\n"],
  );
  assert.throws(() => takeParameters({ hiddenSize: 8, width: 3 }), { message: /^no option width/ });
  takeParameters({ hiddenSize: 8 });
  assert.equal(languageModel.configured().hiddenSize, 8);
});
