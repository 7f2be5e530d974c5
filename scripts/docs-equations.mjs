// @ts-check
// A plugin of TypeDoc's: indented lines of a docstring are equations, and keep their line breaks and their brackets; a
// parameter that is taken apart is called `options`, for TypeDoc has no better name for it.
import { Converter } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { comment } of Object.values(project.reflections)) {
      for (const part of [...(comment?.summary ?? []), ...(comment?.blockTags.flatMap(({ content }) => content) ?? [])])
        if (part.kind === "text") part.text = part.text.replace(/(?:^|\n)((?: {2,}\S.*(?:\n|$))+)/g, fenced);
    }
  });
  app.converter.on(Converter.EVENT_END, ({ project }) => {
    for (const reflection of Object.values(project.reflections))
      if (reflection.name === "__namedParameters") reflection.name = "options";
  });
}

/** @param {string} _ @param {string} lines */
const fenced = (_, lines) => `\n\n\`\`\`text\n${lines.replace(/^ {2}/gm, "").trimEnd()}\n\`\`\`\n\n`;
