import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedGroups } from "../../../lab/sweep";
import { prepareScenes } from "../../shared/captionedScenes";
import { preparedFiles } from "../../shared/preparedFeatures";
import type { GradientConfig, GradientResult } from "./config";
import { compareGradients } from "./job";

export async function runHardGradient(config: GradientConfig, context: RunContext): Promise<GradientResult> {
  const total = config.seeds * config.steps;
  const prepared = await prepareScenes(config, "places", { ...context, total });
  const groups = seedGroups(config.seeds, config.steps, 1_000);
  const models = !prepared
    ? []
    : await runJobs(
        compareGradients,
        groups.map((seeds) => ({ ...config, seeds, prepared })),
        {
          context,
          file: require.resolve("./job"),
          needs: preparedFiles(prepared),
          size: ({ steps, seeds }) => steps * seeds.length,
          unit: "steps",
          inProcesses: groups.length > 1,
        },
      );
  return { config, models: models.flat() };
}
