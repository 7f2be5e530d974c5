import type { FigureOrigin } from "./figure";

/** "4-depth-bits": the name of a study's figure in files and links. */
export const figureName = ({ study, name }: Pick<FigureOrigin, "study" | "name">): string =>
  `${study}-${slug(name.replace(/[A-Z]/g, " $&"))}`;

/** The first words of a text, as a file's name. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 6)
    .join("-");
