import { LabError } from "../core/errors";

/** Options by name, for every experiment that has an option of this name; a text may stand for what it says. */
export type Parameters = Readonly<Record<string, unknown>>;

const variable = "LAB_PARAMETERS";

/** What the environment must hold for all experiments to run with these parameters. */
export const inEnvironment = (parameters: Parameters): Record<string, string> => ({
  // A whole number that is too large for JSON is refused by the option's own check, as the text that it is here.
  [variable]: JSON.stringify(parameters, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
});

/** @throws where the environment holds something else than JSON */
export function givenParameters(environment: NodeJS.ProcessEnv): Parameters {
  const given = environment[variable] || "{}";
  try {
    const parameters: unknown = JSON.parse(given);
    if (parameters?.constructor === Object) return parameters as Parameters;
  } catch {}
  throw new LabError(`${variable}: JSON such as {"hiddenSize": 256} expected, got ${given}`);
}
