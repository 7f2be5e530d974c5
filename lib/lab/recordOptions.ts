import { expect } from "../core/errors";
import type { Preset } from "./preset";
import type { Recordable } from "./recordStudy";

type RecordedPreset = Exclude<Preset, "default">;

export interface RecordOptions {
  readonly action: "record" | "second-look" | "verify" | "status";
  /** Sections ("4", or "5" for all of chapter 5) and ids of studies; none means all. */
  readonly names: readonly string[];
  readonly preset: RecordedPreset;
  /** Another folder than the one that ships with the lab. */
  readonly folder?: string;
}

export const recordHelp = `npm run record -- 4 5.2-forget-gates   runs these sections and studies at their lecture size and records the results in data/recorded;
                                       stopped, it goes on from there the next time; --preset and --folder choose others
npm run record -- 4 --second-look      runs those with an undecided claim once more, with 20 seeds instead of 8, and never again
npm run record -- --verify [names]     runs one random job of each recorded study again, up to its first point, and adds what it found
npm run record -- --status [names]     what is recorded, of which code, how long it took; what is missing, and about how long that would take
`;

/** The command's arguments. @throws with what there is, where one is unknown */
export function parseRecordOptions(args: readonly string[]): RecordOptions {
  const rest = [...args];
  const names: string[] = [];
  const options = { action: "record" as RecordOptions["action"], preset: "lecture" as RecordedPreset };
  let folder: string | undefined;
  while (rest.length > 0) {
    const arg = rest.shift() as string;
    if (["--verify", "--status", "--second-look"].includes(arg))
      options.action = arg.slice(2) as RecordOptions["action"];
    else if (arg === "--preset") options.preset = recordedPreset(rest.shift());
    else if (arg === "--folder") {
      folder = rest.shift();
      expect(folder !== undefined, "--folder: a folder expected, got nothing");
    } else {
      expect(!arg.startsWith("-"), `unknown option ${arg}\n${recordHelp}`);
      names.push(arg);
    }
  }
  const isAll = ["record", "second-look"].includes(options.action) && names.length === 0;
  expect(!isAll, `sections or studies to record expected, got none\n${recordHelp}`);
  return { ...options, names, folder };
}

function recordedPreset(name: string | undefined): RecordedPreset {
  const known: readonly RecordedPreset[] = ["smoke", "lecture", "full"];
  const found = known.find((preset) => preset === name);
  expect(found !== undefined, `--preset: ${known.join(", ")} expected, got ${name ?? "nothing"}`);
  return found;
}

/** Those that are named, in their order. @throws where a name is none of a section or a study */
export function chosenStudies<S extends Recordable>(studies: readonly S[], names: readonly string[]): S[] {
  const isOf = ({ id, section }: S, name: string) => [id, section].includes(name) || section.startsWith(`${name}.`);
  for (const name of names) {
    const known = () => studies.map(({ id }) => id).join(", ");
    expect(
      studies.some((study) => isOf(study, name)),
      () => `a section or a study expected, got ${name}; there are ${known()}`,
    );
  }
  return studies.filter((study) => names.length === 0 || names.some((name) => isOf(study, name)));
}
