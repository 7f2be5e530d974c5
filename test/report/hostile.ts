import { originKey, plotlyMime, verdictMime } from "../../lib/view/mime";

/** Where everything that a hostile string fetches would come from. */
export const stranger = "http://stranger.test/";

/** What runs, and what is fetched, says which string it was of. */
const run = (id: string) => `console.log('RAN ${id}')`;
const from = (id: string) => `${stranger}${id}`;

type Write = (script: string, address: string) => string;

/** Ways for HTML to run a script, to fetch, or to show a file of the user's. */
export const inHtml: readonly Write[] = [
  (js) => `<script>${js}</script>`,
  (js) => `<SCRIPT type="module">${js}</SCRIPT>`,
  (js) => `<scr<script>ipt>${js}</scr</script>ipt>`,
  (_, at) => `<script src="${at}"></script>`,
  (js) => `<svg><script>${js}</script></svg>`,
  (js) => `<svg><script href="data:text/javascript,${js}"></script></svg>`,
  (js) => `<img src=x onerror="${js}">`,
  (js) => `<img src=x:x onerror=${js.replaceAll(" ", "&#32;")}>`,
  (js) => `<IMG SRC=x ONERROR="${js}"//`,
  (js) => `<img/src=x/onerror="${js}"/>`,
  (js) => `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" onload="${js}">`,
  (_, at) => `<img src="${at}">`,
  (_, at) => `<img src="//${at.slice(7)}">`,
  (_, at) => `<img srcset="${at} 1x">`,
  (_, at) => `<picture><source srcset="${at}"><img src="data:,"></picture>`,
  (js) => `<svg onload="${js}"></svg>`,
  (js) => `<svg><animate onbegin="${js}" attributeName=x dur=1s></animate></svg>`,
  (js) => `<svg><set onbegin="${js}" attributeName=x to=1></set></svg>`,
  (_, at) => `<svg width=9 height=9><image width=9 height=9 href="${at}"/></svg>`,
  (_, at) => `<svg width=9 height=9><rect width=9 height=9 style="filter:url(${at}#f)"/></svg>`,
  (_, at) => `<svg><foreignObject><iframe src="${at}"></iframe></foreignObject></svg>`,
  (_, at) => `<svg><style>@import url(${at});</style></svg>`,
  (js) => `<iframe src="javascript:${js}"></iframe>`,
  (js) => `<iframe srcdoc="&lt;script&gt;${js}&lt;/script&gt;"></iframe>`,
  (_, at) => `<iframe src="${at}"></iframe>`,
  () => `<iframe src="file:///etc/passwd"></iframe>`,
  () => `<object data="file:///etc/passwd"></object>`,
  () => `<embed src="file:///etc/passwd">`,
  (_, at) => `<object data="${at}"></object>`,
  (_, at) => `<embed src="${at}">`,
  (js) => `<object data="data:text/html,<script>${js}</script>"></object>`,
  (js) => `<video src=x onerror="${js}"></video>`,
  (_, at) => `<video poster="${at}"></video>`,
  (_, at) => `<video><source src="${at}"></video>`,
  (js) => `<audio src=x onerror="${js}"></audio>`,
  (_, at) => `<audio preload=auto src="${at}"></audio>`,
  (js) => `<details open ontoggle="${js}"><summary>x</summary></details>`,
  (js) => `<input autofocus onfocus="${js}">`,
  (_, at) => `<input type=image src="${at}">`,
  (js) => `<body onload="${js}">`,
  (js) => `<body onpageshow="${js}">`,
  (_, at) => `<body background="${at}">`,
  (_, at) => `<table background="${at}"><tr><td>x</td></tr></table>`,
  (js) => `<marquee onstart="${js}">x</marquee>`,
  (js) => `<style>@keyframes k{}</style><b style="animation:k 1s" onanimationstart="${js}">x</b>`,
  (js) => `<b style="content-visibility:auto;display:block" oncontentvisibilityautostatechange="${js}">x</b>`,
  (_, at) => `<style>@import "${at}";</style>`,
  (_, at) => `<style>body{background:url(${at})}</style>`,
  (_, at) => `<style>@font-face{font-family:f;src:url(${at})} *{font-family:f}</style>`,
  (_, at) => `<link rel=stylesheet href="${at}">`,
  (_, at) => `<link rel=preload as=image href="${at}">`,
  (_, at) => `<link rel=icon href="${at}">`,
  (_, at) => `<div style="background:url(${at})">x</div>`,
  (_, at) => `<div style="background:u\\72l(${at})">x</div>`,
  (_, at) => `<div style="background-image:image-set('${at}' 1x)">x</div>`,
  (_, at) => `<div style="width:9px;height:9px;border:9px solid;border-image:url(${at})">x</div>`,
  (_, at) => `<ul><li style="list-style:url(${at})">x</ul>`,
  (_, at) => `<div style="--u:url(${at});background:var(--u)">x</div>`,
  (js) =>
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${js.replaceAll(" ", "&#32;")}&gt;">`,
  (js) => `<svg></p><style><a id="</style><img src=1 onerror=&quot;${js}&quot;>"></svg>`,
  (js) => `<noscript><p title="</noscript><img src=x onerror=&quot;${js}&quot;>"></noscript>`,
  (js) => `<select><template><style></select><img src=x onerror="${js}"></style></template></select>`,
  (js) =>
    `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror='${js.replaceAll("'", "`")}' src>">`,
  (js) => `<a href="javascript:${js}" id="click">x</a>`,
  (js) => `<a href="&#106;ava&Tab;script:${js}">x</a>`,
  (js) => `<svg><a xlink:href="javascript:${js}"><text y=9>x</text></a></svg>`,
  (js) => `<form action="javascript:${js}"><button>x</button></form>`,
  (js) => `<button formaction="javascript:${js}" form=f>x</button>`,
  // What a script of the page's might take for its own.
  () => `<a id="MathJax"></a><a id="PlotlyConfig"></a><form id="exports" name="module"></form><a id="module"></a>`,
  () => `<figure class="plot" id="x"><div></div></figure>`,
  () => `<div class="claims"><details id="d"></details></div><div class="filter"></div>`,
  (js) => `<span class="formula">\\href{javascript:${js}}{x}</span>`,
  () => `</div></section></main></body></html>`,
];

/** What ends a page, or leads away from it. */
export const ofWholePages: readonly Write[] = [
  (_, at) => `<meta http-equiv=refresh content="0;url=${at}">`,
  (_, at) => `<base href="${at}/"><img src="of-the-base.png">`,
  (js) => `<!-- <b onclick="${js}">`,
  (js) => `<textarea><b onclick="${js}">`,
  () => `<plaintext>`,
  () => `<style>* { display: none }`,
];

const inSvg: readonly Write[] = [
  (js) => `<svg xmlns="http://www.w3.org/2000/svg" onload="${js}"></svg>`,
  (js) => `<svg xmlns="http://www.w3.org/2000/svg"><script>${js}</script></svg>`,
  (_, at) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image width="9" height="9" href="${at}"/></svg>`,
  (js) =>
    `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml" onload="${js}"/></foreignObject></svg>`,
  (_, at) => `<?xml-stylesheet href="${at}"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
  (js) => `"><script>${js}</script>`,
  () =>
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text y="9">&x;</text></svg>`,
];

/** What breaks out of an attribute, an element or a JSON script. */
const breaksOut: Write = (js) => `"'></script></style></title><img src=x onerror="${js}"><!--<script>`;

/** In Plotly's words: links, styles, and what it might take for markup. */
const inPlotly: readonly Write[] = [
  breaksOut,
  (js) => `<a href="javascript:${js}">x</a>`,
  (_, at) =>
    `<span style="background:url(${at});fill:url(${at}#x);filter:url(${at}#x);cursor:url(${at}),auto">x</span>`,
  (js, at) => `<a href="${at}" target="_blank" popup="x=1" onclick="${js}">x</a>`,
  (js) => `<span style="x" onload="${js}">x</span>`,
];

export interface Planted {
  /** With the first character of a name in it: "html-12". */
  readonly id: string;
  readonly text: string;
}

export const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
export const legitimate = {
  [plotlyMime]: {
    data: [{ type: "scatter", x: [1, 2], y: [1, 2] }],
    layout: { title: { text: "h<sub>t</sub> < 1 & rises" } },
  },
  "image/png": pixel,
  "text/plain": "a line that rises, as lines do",
};

const output = (data: object, metadata: object = {}) => ({ output_type: "display_data", data, metadata });
const code = (outputs: readonly object[], source = "1", metadata: object = {}) => ({
  ...{ cell_type: "code", execution_count: 1, id: "c", metadata, source, outputs },
});
const words = (source: string) => ({ cell_type: "markdown", id: "m", metadata: {}, source });
export const asNotebook = (cells: readonly object[], metadata: object = {}) => ({
  ...{ cells: [words("# A title"), ...cells], metadata, nbformat: 4, nbformat_minor: 5 },
});

/** Every place of a notebook that may hold a stranger's text, with hostile text in it; and the list of what was planted. */
export function hostileNotebooks() {
  const planted: Planted[] = [];
  const plant = (where: string, write: Write): string => {
    const id = `${where}-${planted.length}`;
    const text = write(run(id), from(id));
    planted.push({ id, text });
    return text;
  };
  const all = (where: string, ways: readonly Write[]) => ways.map((write) => plant(where, write));
  const out = (where: string): string => plant(where, breaksOut);
  const shows = (bundle: object, metadata?: object) => code([output(bundle, metadata)]);
  const safe = shows(legitimate);
  const around = (cells: readonly object[], metadata?: object) => asNotebook([safe, ...cells, safe], metadata);

  const plotly = (change: (text: string) => object, ways: readonly Write[] = inPlotly) =>
    all("plotly", ways).map((text) =>
      shows({ ...legitimate, [plotlyMime]: { data: [], layout: {}, ...change(text) } }),
    );
  const trace = { type: "scatter", x: [1, 2], y: [1, 2] };
  const address: Write = (_, at) => at;
  const verdictOf = (changed: object) => ({
    ...{ id: "1-x", section: "1", claim: "c", expected: "holds", outcome: "holds", effect: 1, interval: [0, 2] },
    ...{ criterion: "above 0", measured: "m", config: { seeds: 2 }, ...changed },
  });
  const verdict = (changed: object) =>
    shows({ [verdictMime]: verdictOf(changed), "text/html": "<b>HOLDS</b>", "text/plain": out("plain") });

  const notebooks: Record<string, object> = {
    "1-markdown": around(all("markdown", inHtml).map(words)),
    "1.1-html": around(all("html", inHtml).map((html) => shows({ "text/html": html, "text/plain": "x" }))),
    "1.2-md": around(all("md", inHtml).map((html) => shows({ "text/markdown": html }))),
    "1.3-svg": around(all("svg", [...inSvg, ...inHtml.slice(0, 20)]).map((svg) => shows({ "image/svg+xml": svg }))),
    "1.4-images": around([
      ...[breaksOut, inHtml[0]].flatMap((write) => [
        shows({ "image/png": plant("png", write), "text/plain": out("alt") }),
        shows({ "image/jpeg": plant("jpeg", write) }),
        shows({ ...legitimate, "image/png": [plant("png", write)] }),
      ]),
      shows({ ...legitimate, "text/plain": out("alt") }),
      shows({ "text/latex": out("latex") }),
      shows({
        "text/latex":
          "$\\includegraphics{http://stranger.test/latex}$ $\\htmlStyle{background:url(http://stranger.test/katex)}{x}$",
      }),
      shows({ "application/javascript": plant("javascript", (js) => js), "text/plain": "x" }),
    ]),
    "1.5-plotly": around([
      ...plotly((text) => ({ data: [trace], layout: { title: { text } } })),
      ...plotly((text) => ({ data: [trace], layout: { annotations: [{ text, x: 1, y: 1 }] } })),
      ...plotly((name) => ({ data: [{ ...trace, name }], layout: { showlegend: true } })),
      ...plotly((text) => ({ data: [{ ...trace, mode: "text", text: [text, text] }] })),
      ...plotly((text) => ({ data: [{ type: "bar", x: [text, "b"], y: [1, 2] }] })),
      ...plotly(
        (source) => ({ data: [trace], layout: { images: [{ source, x: 0, y: 1, sizex: 1, sizey: 1 }] } }),
        [address],
      ),
      ...plotly((source) => ({ data: [{ type: "image", source }] }), [address]),
      ...plotly((color) => ({ data: [{ ...trace, line: { color: `url(${color})` } }] }), [address]),
      ...plotly(
        (at) => ({ data: [trace], config: { plotlyServerURL: at, showSendToCloud: true, topojsonURL: at } }),
        [address],
      ),
      ...plotly((at) => ({ data: [trace], layout: { font: { family: `x;background:url(${at})` } } }), [address]),
    ]),
    "1.6-verdicts": around([
      ...["id", "section", "claim", "criterion", "measured"].map((field) => verdict({ [field]: out(field) })),
      ...["expected", "outcome", "effect"].map((field) => verdict({ id: `1-${field}`, [field]: out(field) })),
      verdict({ id: "1-interval", interval: [out("interval"), 1] }),
      verdict({ id: "1-unit", unit: out("unit"), effects: [0, 2], bar: { is: "above", at: 0 } }),
      verdict({ id: "1-effects", effects: [out("effects")] }),
      verdict({ id: "1-bar", bar: { is: out("bar"), at: out("at") }, effects: [1] }),
      verdict({ id: "1-config", config: { [out("option")]: out("value"), seeds: out("seeds"), list: [out("item")] } }),
      verdict({ id: `1-${"x".repeat(300)}`, config: out("config") }),
      shows(legitimate, { [originKey]: { study: out("study"), name: out("name"), claims: [out("claims")] } }),
      shows(legitimate, { [originKey]: { study: "../../../escaped", name: "x", claims: ["1-x"] } }),
      shows({ "text/html": "x" }, { anchor: out("anchor"), files: out("files") }),
      shows(legitimate, { anchor: out("anchor"), files: out("files") }),
      shows({ "image/png": pixel, "text/plain": "x" }, { anchor: out("anchor"), "image/png": { alt: out("alt") } }),
    ]),
    "1.7-streams": around([
      code([{ output_type: "stream", name: out("stream"), text: out("text") }]),
      code([{ output_type: "stream", name: "stdout", text: [`\u001b[31m${out("ansi")}\u001b[0m`] }]),
      code([{ output_type: "stream", name: "stdout", text: `\`\`\`\n${out("fence")}\n\`\`\`` }]),
      code([{ output_type: "error", ename: out("ename"), evalue: out("evalue"), traceback: [out("traceback")] }]),
      code([], out("source")),
      code([], `\`\`\`\n\n${out("source")}`),
      { ...words(out("attached")), attachments: { [out("name")]: { "image/png": out("attachment") } } },
      code([], "1", { failed: out("failed"), tags: [out("tag")], name: out("cell") }),
      words(`# ${out("title")}`),
      words(`\`${out("code")}\`\n\n    ${out("indented")}\n\n\`\`\`ts\n${out("fenced")}\n\`\`\``),
      words(`| a |\n|---|\n| ${out("cell")} |\n\n> ${out("quote")}\n\n- ${out("item")}`),
      ...all("link", [
        (js) => `[x](javascript:${js.replaceAll(" ", "%20")})`,
        (js) => `[x](<javascript:${js}>)`,
        (js) => `[x][1]\n\n[1]: javascript:${js.replaceAll(" ", "%20")}`,
        (_, at) => `![x](${at})`,
        (_, at) => `![x][2]\n\n[2]: ${at}`,
        (js) => `![x](x "\\" onerror=${js})`,
        (js) => `[x](x "\\"><img src=x onerror='${js.replaceAll("'", "`")}'>")`,
        (js) => `<javascript:${js.replaceAll(" ", "%20")}>`,
        (js) => `$\\href{javascript:${js}}{x}$ and $<img src=x onerror="${js}">$`,
        (js) => `$$\\text{<script>${js}</script>}$$`,
        (js) => `\\begin{x}<img src=x onerror="${js}">\\end{x}`,
        (js) => `- \`\`\`\n<img src=x onerror="${js}">\n\`\`\``,
        (js) => `a \` b\n\`<img src=x onerror="${js}">\` c`,
        (js) => `<details>\n\`\`\`\n<img src=x onerror="${js}">\n\`\`\`\n</details>`,
        (js) => `<b>\n\`\`\`\n<img src=x onerror="${js}">\n\`\`\``,
      ]).map(words),
    ]),
    "1.8-record": around([], {
      title: out("metadata"),
      lecture_lab: {
        ...{ preset: "default", date: out("date"), seconds: 1, node: out("node"), tfjs: out("tfjs"), cpu: out("cpu") },
        ...{
          tensorflow: out("tensorflow"),
          code: out("code"),
          data: out("data"),
          parameters: { [out("set")]: out("to") },
        },
        failure: { cell: 1, source: out("source"), message: out("message") },
      },
    }),
  };
  ofWholePages.forEach((write, i) => {
    notebooks[`1.9.${i}-page`] = around([words(plant("page", write)), shows({ "text/html": plant("page", write) })]);
  });
  const inName = planted.length;
  for (const write of [
    (js: string) => `<img src=x onerror=${js.replaceAll(" ", "&#32;")}>`,
    (js: string) => `" onmouseover="${js}" x="`,
    () => "ü % # ? & ' () [x](y) %41%2f",
  ])
    notebooks[`2.${planted.length - inName}-${plant("name", write)}`] = around([shows({ "text/html": "x" })]);
  const compared = [
    { ...verdictOf({ id: "gone", claim: out("gone") }), notebook: out("gone"), anchor: out("gone"), moved: false },
  ];
  return { notebooks, planted, compared };
}
