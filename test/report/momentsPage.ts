import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { moments } from "../../lib/moments";
import { momentScript } from "../../lib/report/keptMoments";
import { scriptsOf } from "../../lib/report/momentScripts";
import { bundled, livePage, page } from "../../lib/report/page";
import { isSeries } from "../../lib/view/answering";
import { starts } from "../../lib/view/controls";
import { keptMoment } from "../../lib/view/explore";
import type { Moment } from "../../lib/view/moment";
import { type Pictured, pictured } from "../../lib/view/pictured";

/** What a moment shows for the values that its controls start with; of a series its first picture. */
export async function answers({ answer, controls }: Moment): Promise<Pictured[]> {
  const made = answer(starts(controls));
  if (!isSeries(made)) return pictured(await made);
  for await (const first of made) return pictured(first);
  return [];
}

/** Writes page.html with every moment, and what it needs beside it; returns the page. */
export async function writeMomentsPage(folder: string, more = ""): Promise<string> {
  const all = Object.values(moments) as unknown as Moment[];
  const file = (name: string) => path.join(folder, name);
  writeFileSync(file(livePage), bundled("livePage"));
  const figures: string[] = [];
  for (const one of all) {
    const json = JSON.stringify(keptMoment(one, one.name, await answers(one))).replaceAll("<", "\\u003c");
    figures.push(
      `<figure class="moment" id="${one.name}"><pre>still</pre><div></div><script type="application/json">${json}</script></figure>`,
    );
  }
  const html = page({ title: "Moments", body: `${figures.join("\n")}${more}`, footer: "" });
  writeFileSync(file("page.html"), html);
  for (const script of new Set(all.flatMap(scriptsOf))) {
    mkdirSync(path.dirname(file(script)), { recursive: true });
    writeFileSync(file(script), await momentScript(script));
  }
  return html;
}
