/**
 * A slider through a drawing's time steps, forth and, where it has gradients, back: what is not computed yet is pale.
 * @returns the elements to put below the drawing; none where it has but one step
 */
export function timeControl(
  svg: SVGSVGElement,
  parts: readonly SVGGElement[],
  lines: readonly SVGGElement[],
): HTMLElement[] {
  const timeOf = new Map(parts.map((part) => [part.dataset.node, Number(part.dataset.time ?? 0)]));
  const times = [...new Set(parts.flatMap(({ dataset: { time } }) => (time === undefined ? [] : [Number(time)])))]
    .filter((time) => time >= 0)
    .sort((a, b) => a - b);
  if (times.length < 2) return [];
  const backs = lines.filter((line) => line.classList.contains("back"));
  const steps = backs.length > 0 ? [...times, ...times.toReversed()] : times;
  const document = svg.ownerDocument;
  const [label, slider, said] = (["label", "input", "output"] as const).map((tag) => document.createElement(tag)) as [
    HTMLLabelElement,
    HTMLInputElement,
    HTMLOutputElement,
  ];
  label.className = "lab-time";
  Object.assign(slider, { type: "range", min: "1", max: String(steps.length), step: "1", value: String(steps.length) });
  label.append("Time", slider, said);

  function show(): void {
    const place = Number(slider.value) - 1;
    const [time, isBack] = [steps[place], place >= times.length];
    const now = isBack ? times[times.length - 1] : time;
    for (const part of parts) part.classList.toggle("later", (timeOf.get(part.dataset.node) ?? 0) > now);
    for (const line of lines) {
      const [from, to] = [timeOf.get(line.dataset.from) ?? 0, timeOf.get(line.dataset.to) ?? 0];
      const isThere = line.classList.contains("back") ? isBack && to >= time : Math.max(from, to) <= now;
      line.classList.toggle("later", !isThere);
    }
    const text = `${isBack ? "back at " : ""}t = ${time + 1}`;
    said.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  }
  slider.addEventListener("input", show);
  label.setAttribute("data-lm-suppress-shortcuts", "true"); // as in lookInto.ts
  show();
  return [label];
}
