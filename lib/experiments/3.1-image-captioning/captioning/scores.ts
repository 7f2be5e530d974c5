import { captionScores } from "../../../analysis/captionMetrics/captionScores";
import type { Words } from "../../../analysis/captionMetrics/ngrams";
import { namedThings } from "../../../data/sceneNouns";
import { groupsOf } from "../../../data/scenes";
import type { CaptionedScene } from "../../shared/captionedScenes";
import type { NounScores, Scores } from "./config";

/** What was written of each scene, against its five captions and against what is in it. */
export function sceneScores(scenes: readonly CaptionedScene[], written: readonly Words[]): Scores {
  const judged = written.map((candidate, i) => ({
    candidate,
    references: scenes[i].captions.map(({ words }) => words),
  }));
  return { ...captionScores(judged), ...nounScores(scenes, written) };
}

function nounScores(scenes: readonly CaptionedScene[], written: readonly Words[]): NounScores {
  let [named, right, found, present] = [0, 0, 0, 0];
  written.forEach((words, i) => {
    const things = namedThings(words, scenes[i].scene);
    const there = things.filter((thing) => thing.there).map(({ noun }) => noun);
    named += things.length;
    right += there.length;
    found += new Set(there).size;
    present += groupsOf(scenes[i].scene).length;
  });
  return { precision: right / Math.max(1, named), recall: found / present };
}

/** Of the things named first, second and third in captions, the share that is in the picture; 0 where none is named. */
export function truthByPlace(scenes: readonly CaptionedScene[], written: readonly Words[], places = 3): number[] {
  const things = written.map((words, i) => namedThings(words, scenes[i].scene));
  return Array.from({ length: places }, (_, place) => {
    const own = things.flatMap((named) => named[place] ?? []);
    return own.filter(({ there }) => there).length / Math.max(1, own.length);
  });
}
