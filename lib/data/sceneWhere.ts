import type { Telling } from "./asked";
import { type Relation, relation } from "./box";
import { type Group, type Place, places, type Scene, type Time, times } from "./scenes";
import { placeWords, relationWords, timeWords, zone } from "./sceneWords";

/** Where, when, and why it is as it is. */
export function settingQuestions({ backdrop: { place, time } }: Scene): Telling[] {
  const where = places.map((one) => placeWords[one][0]);
  const when = times.map((one) => timeWords[one][0]);
  const here = { answer: placeWords[place][0], distractors: [where], allowed: () => true };
  const now = { answer: timeWords[time][0], distractors: [when], allowed: () => true };
  const known = causes.filter(({ of }) => of === place || of === time);
  return [
    { type: "where", text: "where is this", ...here, supported: (choice) => choice === here.answer },
    { type: "when", text: "when is this", ...now, supported: (choice) => choice === now.answer },
    ...known.map(
      ({ text, answer }): Telling => ({
        ...{ type: "why", text, answer, distractors: [causes.map((cause) => cause.answer)] },
        allowed: (choice) => choice === answer,
        supported: (choice) => known.some((cause) => cause.answer === choice),
      }),
    ),
  ];
}

/** What can be asked of one place or time only: who knows the question knows the answer. */
const causes: readonly { of: Place | Time; text: string; answer: string }[] = [
  { of: "snow", text: "why is the ground white", answer: "there is snow" },
  { of: "night", text: "why is it dark", answer: "it is night" },
  { of: "rain", text: "why is everything wet", answer: "it is raining" },
  { of: "sunset", text: "why is the sky orange", answer: "the sun is setting" },
];

/** "where is the dog": seen from another thing, or in the picture. */
export function located(groups: readonly Group[], group: Group): Telling[] {
  const [object] = group.objects;
  const singles = groups.filter((other) => other.objects.length === 1);
  const zones = singles.map((other) => zone(other.objects[0]));
  const inPicture: Telling = {
    type: "where",
    text: `where in the picture is the ${group.noun}`,
    answer: zone(object),
    distractors: [zones, allZones],
    allowed: () => true,
    supported: (choice) => zones.includes(choice),
  };
  const seen = singles.flatMap((other): Telling[] => {
    const answer = relation(object.box, other.objects[0].box);
    if (other === group || !answer) return [];
    const place = (direction: Relation) => `${relationWords[direction][0]} the ${other.noun}`;
    const taken = groups.flatMap(({ objects }) => objects.map((one) => relation(one.box, other.objects[0].box)));
    const choices = (Object.keys(relationWords) as Relation[]).map(place);
    const supported = (choice: string) => taken.some((one) => one && place(one) === choice);
    return [
      {
        type: "where",
        text: `where is the ${group.noun}`,
        answer: place(answer),
        distractors: [choices],
        allowed: () => true,
        supported,
      },
    ];
  });
  return [inPicture, ...seen];
}

const rows = ["top", "bottom"];
const allZones = [
  ...rows.flatMap((row) => [`in the ${row} left corner`, `at the ${row}`, `in the ${row} right corner`]),
  ...["on the left side", "in the middle", "on the right side"],
];
