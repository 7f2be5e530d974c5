import { ready } from "../core/tf";
import { nextTurn } from "../core/turn";
import { hello } from "../experiments/2-vanilla-rnn/hello/claims";
import { cliff } from "../experiments/5.1-exploding-and-vanishing-gradients/cliff/claims";
import { slope } from "../experiments/5.1-exploding-and-vanishing-gradients/slope/claims";
import { transient } from "../experiments/5.1-exploding-and-vanishing-gradients/transient/claims";
import type { Study } from "../lab/study";
import { verdictHtml } from "../view/verdictHtml";

/** Those that end within half a minute in a page, with all their seeds, and read no files. */
export const studiesHere = [hello, slope, cliff, transient] as unknown as readonly Study<object, object>[];

/** What a page calls the verdict of a claim. */
const anchorOf = ({ section }: Pick<Study<object, object>, "section">, claim: string): string =>
  `claim-${section}-${claim}`;

/** Of all claims that can be checked in a page. */
export const anchorsHere = studiesHere.flatMap((study) =>
  Object.keys(study.claims).map((name) => anchorOf(study, name)),
);

/** Beside each verdict of these studies that a page shows, a button that has this page judge the claim again. */
export function offerToCheck(page: Document): void {
  for (const study of studiesHere) {
    // One run answers for all of a study's claims.
    let run: Promise<object> | undefined;
    const once = (context: Parameters<typeof study.run>[1]) => {
      run ??= study.run({}, context);
      const forget = () => {
        run = undefined;
      };
      // What was stopped, or failed, begins anew at the next press.
      run.then(() => context?.signal?.aborted && forget(), forget);
      return run;
    };
    for (const name of Object.keys(study.claims)) {
      const verdict = page.getElementById(anchorOf(study, name));
      if (verdict) verdict.append(checker(page, study, name, once));
    }
  }
}

function checker(
  page: Document,
  study: Study<object, object>,
  name: string,
  run: (context: Parameters<typeof study.run>[1]) => Promise<object>,
): HTMLElement {
  const [panel, button, words, answer] = ["div", "button", "span", "div"].map((tag) => page.createElement(tag));
  panel.className = "here";
  words.setAttribute("role", "status");
  button.textContent = "Check this claim here";
  panel.append(button, " ", words, answer);
  let running: AbortController | undefined;
  button.addEventListener("click", async () => {
    if (running) return running.abort();
    running = new AbortController();
    const { signal } = running;
    button.textContent = "Stop";
    words.textContent = "getting ready …";
    const from = performance.now();
    try {
      const backend = await ready();
      await nextTurn();
      const result = await run({
        signal,
        progress: ({ done, total, unit }) => {
          words.textContent = `${done} of ${total} ${unit}`;
        },
      });
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      words.textContent = signal.aborted ? "Stopped." : `Computed in this page in ${seconds} s (${backend}).`;
      if (!signal.aborted) answer.innerHTML = verdictHtml(study.verdict(result, name));
    } catch (error) {
      words.textContent = `This page cannot compute here: ${error instanceof Error ? error.message : error}`;
    }
    running = undefined;
    button.textContent = "Check it again";
  });
  return panel;
}
