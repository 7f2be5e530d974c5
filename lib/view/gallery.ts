import { escapeHtml } from "./progress";

/** Small pictures that lead somewhere. */
export interface Gallery {
  readonly items: readonly GalleryItem[];
  /** All of them as one PNG file, for who cannot see HTML. */
  readonly sheet: Buffer;
  readonly alt: string;
}

export interface GalleryItem {
  readonly title: string;
  readonly text: string;
  /** A relative one starts at the notebook's folder. */
  readonly link: string;
  readonly thumbnail: { readonly png: Buffer; readonly width: number; readonly alt: string };
  /** Where else it leads: under the title, and folded under the text. */
  readonly leads?: readonly Lead[];
  readonly folded?: readonly Lead[];
}

export interface Lead {
  readonly text: string;
  readonly link: string;
}

export function galleryHtml({ items }: Gallery): string {
  const grid = "display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:18px;max-width:1040px";
  return `<div style="${grid}">${items.map(itemHtml).join("")}</div>`;
}

function itemHtml({ title, text, link, thumbnail, leads = [], folded = [] }: GalleryItem): string {
  const { png, width, alt } = thumbnail;
  const source = `data:image/png;base64,${png.toString("base64")}`;
  const frame = "width:100%;border:1px solid #d0d0d0;border-radius:4px;background:#fff";
  const picture =
    `<img src="${source}" width="${width}" alt="${escapeHtml(alt)}" style="${frame}">` +
    `<br><b>${escapeHtml(title)}</b>`;
  const more = leads.length > 0 ? `<br>${leads.map((lead) => linked(lead)).join(" · ")}` : "";
  const entries = folded.map((lead) => `<li>${linked(lead)}</li>`).join("");
  const below = entries
    ? `<details><summary>${escapeHtml(text)}</summary><ul style="margin:0;padding-left:18px">${entries}</ul></details>`
    : `<br><span style="opacity:.75">${escapeHtml(text)}</span>`;
  return `<div>${linked({ text, link }, picture)}${more}${below}</div>`;
}

const linked = ({ text, link }: Lead, content = escapeHtml(text)): string =>
  leadsSomewhere(link) ? `<a href="${escapeHtml(link)}">${content}</a>` : content;

/** To the web, or to a file beside the notebook: an address of any other kind may run a script or open a file elsewhere. */
function leadsSomewhere(link: string): boolean {
  const base = "http://beside.the.notebook";
  const address = URL.canParse(link, base) ? new URL(link, base) : undefined;
  if (address?.origin === base) return !/^\s*[\\/]/.test(link);
  return /^\s*https?:\/\//i.test(link) && address !== undefined;
}

export const galleryText = ({ items }: Gallery): string =>
  items.map(({ title, text }) => `${title}: ${text}`).join("\n");
