import { expect, LabError } from "../core/errors";

export const formats = ["html", "markdown", "slides"] as const;

/** What `npm run report` is asked for. */
export interface ExportOptions {
  /** Sections and notebooks, as npm start takes them; none means all. */
  readonly only: readonly string[];
  readonly format: (typeof formats)[number];
  /** report.pdf beside the pages, or slides.pdf beside the slides. */
  readonly pdf: boolean;
  /** Pages with folded code; Markdown and PDF, which cannot unfold it, without. */
  readonly hideCode: boolean;
  /** The pages as a folder to publish, report/site. */
  readonly site: boolean;
  /** Another report's claims.json. */
  readonly compare?: string;
}

const flags =
  "sections such as 5.2, paths of notebooks, --only SECTION (such as 5.2, or 5.1,5.2), --format html|markdown|slides, --pdf, --hide-code, --site, --compare OTHER/claims.json";

/**
 * The command's arguments, checked.
 * @throws {LabError} for what does not exist, naming what does
 */
export function parseExportOptions(args: readonly string[]): ExportOptions {
  const rest = [...args];
  const options = {
    ...{ only: [] as string[], format: "html" as ExportOptions["format"] },
    ...{ pdf: false, hideCode: false, site: false },
  };
  let compare: string | undefined;
  while (rest.length) {
    const [arg, inline] = (rest.shift() ?? "").split(/=(.*)/s, 2);
    const value = (what: string): string => {
      const given = inline ?? rest.shift();
      expect(given !== undefined && given !== "" && !given.startsWith("-"), `${arg}: ${what} expected`);
      return given;
    };
    if (arg === "--pdf") options.pdf = true;
    else if (arg === "--hide-code") options.hideCode = true;
    else if (arg === "--site") options.site = true;
    else if (arg === "--only") options.only.push(...value("a section such as 5.2").split(","));
    else if (arg === "--format") options.format = format(value(`one of ${formats.join(", ")}`));
    else if (arg === "--compare") compare = value("the claims.json of another report");
    else if (!arg.startsWith("-")) options.only.push(inline === undefined ? arg : `${arg}=${inline}`);
    else throw unknown(arg);
  }
  const { pdf, format: chosen } = options;
  expect(
    !pdf || chosen !== "markdown",
    "--pdf prints the pages or the slides: leave out --format markdown, or ask for it in a second call",
  );
  expect(!options.hideCode || chosen !== "slides", "--hide-code is of no use here: slides show no code");
  expect(!options.site || (chosen === "html" && !pdf), "--site is the pages: leave out --format and --pdf");
  return { ...options, compare };
}

function format(name: string): ExportOptions["format"] {
  const found = formats.find((known) => known === name);
  expect(found !== undefined, `unknown format ${name}: there are ${formats.join(", ")}`);
  return found;
}

const unknown = (arg: string) => new LabError(`unknown option ${arg}: there are ${flags}`);
