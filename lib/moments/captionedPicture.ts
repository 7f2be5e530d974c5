import { partOf } from "../data/scenePairs";
import type { Scene } from "../data/scenes";
import { withArticle } from "../data/sceneWords";
import { describePicture } from "../models/shipped/shippedCaptioner";
import { bars } from "../view/bars";
import { besidePicture } from "../view/besidePicture";
import { moment } from "../view/moment";
import { networkOf } from "./networkOf";
import { asSeen, pictureControls, seenPicture, toldOfOwn } from "./seenPicture";

/** A scene that one composes, and what a captioner says of it. */
export const captionedPicture = moment({
  name: "3.1-caption",
  title: "What does the captioner say of your picture?",
  networks: ["3.2-soft"],
  artwork: true,
  controls: pictureControls({ 5: "dog", 11: "red car" }),
  async answer(composed) {
    const picture = seenPicture(composed);
    const network = networkOf("3.2-soft");
    const said = await asSeen(picture, network.eye.imageSize, (tensor) => describePicture(network, tensor));
    const caption = said.map(({ word }) => word).join(" ");
    const figure = bars([{ name: "probability", y: said.map(({ p }) => p) }], {
      title: `“${caption}”`,
      groups: said.map(({ word }) => word),
      ...{ x: "word, given those before it", y: { title: "probability", range: [0, 1.02] } },
      alt: `The caption: ${said.map(({ word, p }) => `${word} ${p.toFixed(2)}`).join(", ")}`,
    });
    const shown = { pixels: await picture.pixels(shownSize), side: shownSize };
    return [besidePicture(figure, shown), ...toldOfPairs(picture.scene), ...toldOfOwn(picture)];
  },
});

/** Whether the pictures that it has learnt from show these things together. */
function toldOfPairs(scene: Scene | undefined): string[] {
  const nouns = [...new Set(scene?.objects.map(({ noun }) => noun))];
  const pairs = nouns.flatMap((a, i) => nouns.slice(i + 1).map((b) => [a, b] as const));
  const [unseen] = pairs.filter(([a, b]) => partOf(a, b) === "heldOut");
  if (unseen) return [`No picture that it has learnt from shows ${unseen.map(withArticle).join(" and ")} together.`];
  return pairs.length > 0 ? ["Pictures that it has learnt from show such things together."] : [];
}

/** Of the picture that a reader sees, in pixels; the network's has fewer. */
const shownSize = 192;
