import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../view/session";
import { prepareScenes } from "../../shared/captionedScenes";
import type { GradientConfig, GradientResult } from "./config";
import { compareGradients } from "./job";

export async function runHardGradient(config: GradientConfig, context: RunContext): Promise<GradientResult> {
  const total = config.seeds * config.steps;
  const prepared = await prepareScenes(config, "places", { ...context, total });
  const models = !prepared
    ? []
    : await runJobs(compareGradients, [{ ...config, prepared }], {
        context,
        file: require.resolve("./job"),
        size: ({ steps, seeds }) => steps * seeds,
        unit: "steps",
        inProcesses: false,
      });
  return { config, models: models.flat() };
}
