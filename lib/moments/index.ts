import type { Moment } from "../view/moment";
import { askedPicture } from "./askedPicture";
import { captionedPicture } from "./captionedPicture";
import { cellsByLag } from "./cellsByLag";
import { cliffSteps } from "./cliffSteps";
import { dateTranslated } from "./dateTranslated";
import { digitByRows } from "./digitByRows";
import { forgetLag } from "./forgetLag";
import { gatesOverText } from "./gatesOverText";
import { gradientLag } from "./gradientLag";
import { heldUnit } from "./heldUnit";
import { helloWeight } from "./helloWeight";
import { layerStates } from "./layerStates";
import { orbits } from "./orbits";
import { ownTraining } from "./ownTraining";
import { restsOnCharacters } from "./restsOn";
import { surprise } from "./surprise";
import { unitsOverText } from "./unitsOverText";
import { windowGradient } from "./windowGradient";
import { wordByWord } from "./wordByWord";
import { writing } from "./writing";

/** The lecture's moments, in its order. */
export const moments = {
  digitByRows,
  dateTranslated,
  helloWeight,
  orbits,
  writing,
  surprise,
  ownTraining,
  windowGradient,
  unitsOverText,
  heldUnit,
  captionedPicture,
  wordByWord,
  askedPicture,
  layerStates,
  gradientLag,
  cliffSteps,
  forgetLag,
  gatesOverText,
  cellsByLag,
  restsOnCharacters,
};

/** Each by its name: what a page finds in a notebook's output. */
export const momentNamed = (name: string): Moment | undefined =>
  Object.values(moments as unknown as Record<string, Moment>).find((one) => one.name === name);
