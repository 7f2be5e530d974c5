import { expect } from "../core/errors";
import { sentenceOf } from "../core/refusal";
import { similar } from "../core/similar";
import { makeNetwork } from "./makeNetwork";
import { networkRecipes } from "./recipes";

const help = `npm run train-networks -- NAME …   trains networks that ship with the lab, and writes data/recorded/weights/NAME.safetensors
npm run train-networks -- --all    all of them, one after the other
Each takes minutes. What is interrupted goes on where it was. There are: ${Object.keys(networkRecipes).join(", ")}.
`;

/** `npm run train-networks` */
async function trainNetworks(args: readonly string[]): Promise<void> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  if (args.length === 0 || args.includes("--help")) return void print(help);
  const names = args.includes("--all") ? Object.keys(networkRecipes) : args;
  for (const name of names) {
    expect(Object.hasOwn(networkRecipes, name), () => {
      const [near] = similar(name, Object.keys(networkRecipes));
      return `train-networks: one of ${Object.keys(networkRecipes).join(", ")} expected, got ${name}${near ? `; did you mean ${near}?` : ""}`;
    });
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  for (const name of names) {
    if (stop.signal.aborted) break;
    const { config } = networkRecipes[name];
    let said = "";
    const about = await makeNetwork(name, networkRecipes[name], {
      signal: stop.signal,
      report({ done, status }) {
        if (status !== said) print(`${name}: step ${done} of ${config.steps}, ${status}`);
        said = status;
      },
    });
    const { loss, unit } = about?.heldOut ?? {};
    print(about ? `${name}: written, ${loss?.toFixed(3)} ${unit} held out` : `${name}: not finished`);
  }
}

void trainNetworks(process.argv.slice(2)).catch((error) => {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  process.stdout.write(`${sentence}\n`);
  process.exitCode = 1;
});
