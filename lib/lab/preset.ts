import { expect } from "../core/errors";

/** Seconds for a test; what the notebook shows; paper-size for a night. */
export type Preset = "smoke" | "default" | "full";
export const presets: readonly Preset[] = ["smoke", "default", "full"];

/** The one that the environment names. */
export function chosenPreset(environment: NodeJS.ProcessEnv): Preset {
  const name = environment.LAB_PRESET || "default";
  const preset = presets.find((known) => known === name);
  expect(preset !== undefined, `LAB_PRESET: ${presets.join(", ")} expected, got ${name}`);
  return preset;
}
