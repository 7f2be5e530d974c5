// Starts reveal.js, and keeps the slides dark or light: as the system is, or as was chosen last.
const root = document.documentElement;
const asked = new URLSearchParams(location.search);
const printing = asked.has("print-pdf") || asked.get("view") === "print";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let chosen;

// A browser may keep nothing for a file.
try {
  chosen = localStorage.getItem("lecture-lab-theme") ?? undefined;
} catch {}

function paint() {
  root.dataset.theme = printing ? "light" : (chosen ?? (systemDark.matches ? "dark" : "light"));
}

function change() {
  chosen = root.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("lecture-lab-theme", chosen);
  } catch {}
  paint();
}

paint();
systemDark.addEventListener("change", paint);
// The speaker's window shows the slides in frames.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== "lecture-lab-theme") return;
  chosen = newValue ?? undefined;
  paint();
});
document.querySelector("button.theme").addEventListener("click", change);

Reveal.initialize({
  ...slideSize,
  margin: 0,
  minScale: 0.05,
  maxScale: 8,
  center: false,
  controlsTutorial: false,
  hash: true,
  navigationMode: "linear",
  slideNumber: "c/t",
  transition: "none",
  viewDistance: 1000,
  mobileViewDistance: 1000,
  pdfMaxPagesPerSlide: 1,
  plugins: [RevealNotes],
});
Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Dark or light" }, change);
