import assert from "node:assert/strict";
import { test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { parseExportOptions } from "../../lib/report/exportOptions";

const says = (message: RegExp) => (error: unknown) => error instanceof LabError && message.test(error.message);

test("no arguments: every section as pages, with code", () => {
  const nothing = { only: [], format: "html", pdf: false, hideCode: false, site: false, compare: undefined };
  assert.deepEqual(parseExportOptions([]), nothing);
});

test("options in any order, with their value beside them or after an equals sign", () => {
  const options = parseExportOptions([
    "--compare=a=b/claims.json",
    "--only",
    "5.2,5.3",
    "--pdf",
    "--only=2",
    "--hide-code",
  ]);
  const expected = {
    only: ["5.2", "5.3", "2"],
    format: "html",
    pdf: true,
    hideCode: true,
    site: false,
    compare: "a=b/claims.json",
  };
  assert.deepEqual(options, expected);
  assert.equal(parseExportOptions(["--format", "markdown"]).format, "markdown");
  assert.deepEqual(parseExportOptions(["5.2", "notebooks/a=b.ipynb"]).only, ["5.2", "notebooks/a=b.ipynb"]);
  assert.deepEqual(parseExportOptions(["--pdf", "--format=slides", "--only", "5.2"]), {
    ...{ only: ["5.2"], format: "slides", pdf: true, hideCode: false, site: false, compare: undefined },
  });
});

test("what does not exist is told with what does", () => {
  const all =
    /unknown option --fast: there are .*--only .*--format html\|markdown\|slides, --pdf, --hide-code, --site, --compare/;
  assert.throws(() => parseExportOptions(["--fast"]), says(all));
  assert.throws(
    () => parseExportOptions(["--format", "word"]),
    says(/unknown format word: there are html, markdown, slides/),
  );
  assert.throws(() => parseExportOptions(["--only", "--pdf"]), says(/--only: a section such as 5\.2 expected/));
  assert.throws(
    () => parseExportOptions(["--compare"]),
    says(/--compare: the claims\.json of another report expected/),
  );
  assert.throws(
    () => parseExportOptions(["--pdf", "--format", "markdown"]),
    says(/--pdf prints the pages or the slides/),
  );
  assert.throws(
    () => parseExportOptions(["--format", "slides", "--hide-code"]),
    says(/--hide-code .* slides show no code/),
  );
});
