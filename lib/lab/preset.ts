import { expect } from "../core/errors";

/** Seconds for a test; what the notebook runs; what is recorded and ships with the lab; paper-size for a cluster. */
export type Preset = "smoke" | "default" | "lecture" | "full";
export const presets: readonly Preset[] = ["smoke", "default", "lecture", "full"];

/** What a study may state of its own for each preset; without sizes for the lecture it is recorded at its defaults. */
export type PresetsOf<C> = { readonly [name in Exclude<Preset, "default" | "lecture">]: Partial<C> } & {
  readonly lecture?: Partial<C>;
};

/** The one that the environment names. */
export function chosenPreset(environment: NodeJS.ProcessEnv): Preset {
  const name = environment.LAB_PRESET || "default";
  const preset = presets.find((known) => known === name);
  expect(preset !== undefined, `LAB_PRESET: ${presets.join(", ")} expected, got ${name}`);
  return preset;
}
