import { captionNetwork } from "./captionNetwork";
import { datesNetwork } from "./datesNetwork";
import { digitsNetwork } from "./digitsNetwork";
import type { NetworkRecipe } from "./networkRecipe";
import { openTextNetwork } from "./openTextNetwork";
import { questionNetwork } from "./questionNetwork";
import { type TextNetwork, textNetworks } from "./textNetworks";

const ofText = ({ cell, config }: TextNetwork): NetworkRecipe => ({
  config: { ...config },
  module: require.resolve("./openTextNetwork"),
  open: () => openTextNetwork(cell, config),
});

/** How each network is made, by its name. */
export const networkRecipes: Readonly<Record<string, NetworkRecipe>> = {
  "1-digits": digitsNetwork,
  "1-dates": datesNetwork,
  "3.2-soft": captionNetwork,
  "3.3-vqa": questionNetwork,
  ...Object.fromEntries(Object.entries(textNetworks).map(([name, network]) => [name, ofText(network)])),
};
