// Saves what a figure shows as a picture that stands alone: its title above, its note below, colours and fonts as on the screen.
const kept = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "font-style", "font-variant-numeric", "text-anchor", "paint-order", "dominant-baseline", "visibility"];
const space = "http://www.w3.org/2000/svg";
const margin = 16;

function frozen(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  for (let i = 0; i < from.length; ++i) {
    const node = to[i] as Element;
    if (node.closest("[data-screen-only]")) continue;
    const style = getComputedStyle(from[i] as Element);
    for (const name of kept) {
      const value = style.getPropertyValue(name);
      if (!value || value.startsWith("url(")) continue;
      node.setAttribute(name, value);
    }
    node.removeAttribute("class");
    node.removeAttribute("tabindex");
    node.removeAttribute("style");
  }
  for (const node of copy.querySelectorAll("[data-screen-only]")) node.remove();
  return copy;
}

function line(text: string, y: number, font: string, size: number, weight: number, fill: string): SVGTextElement {
  const node = document.createElementNS(space, "text");
  for (const [key, value] of Object.entries({ x: margin, y, "font-family": font, "font-size": size, "font-weight": weight, fill })) node.setAttribute(key, String(value));
  node.textContent = text;
  return node;
}

// Words broken so that a line holds about `letters`.
export function broken(text: string, letters: number): string[] {
  const lines: string[] = [];
  let now = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (now && now.length + 1 + word.length > letters) {
      lines.push(now);
      now = word;
    } else {
      now = now ? `${now} ${word}` : word;
    }
  }
  if (now) lines.push(now);
  return lines;
}

export function picture(box: HTMLElement, title: string, subtitle: string, note: string): { svg: string; width: number; height: number } {
  const frame = box.getBoundingClientRect();
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const [ink, soft, page, serif, sans] = ["--ink", "--soft", "--page", "--serif", "--sans"].map(colour) as [string, string, string, string, string];
  const width = Math.ceil(frame.width) + 2 * margin;
  const out = document.createElementNS(space, "svg");
  let y = margin + 16;
  const texts: SVGTextElement[] = [];
  for (const part of broken(title, width / 9.5)) {
    texts.push(line(part, y, serif, 19, 700, ink));
    y += 24;
  }
  for (const part of broken(subtitle, width / 6.6)) {
    texts.push(line(part, y, sans, 13, 400, soft));
    y += 18;
  }
  const top = y - 6;
  y = top + Math.ceil(frame.height) + 22;
  const notes = broken(note, width / 5.8).map((part) => {
    const node = line(part, y, sans, 11.5, 400, soft);
    y += 15;
    return node;
  });
  const height = y - 3;
  for (const [key, value] of Object.entries({ xmlns: space, width, height, viewBox: `0 0 ${width} ${height}` })) out.setAttribute(key, String(value));
  const ground = document.createElementNS(space, "rect");
  for (const [key, value] of Object.entries({ width, height, fill: page })) ground.setAttribute(key, String(value));
  out.append(ground, ...texts);
  for (const svg of box.querySelectorAll<SVGSVGElement>("svg")) {
    if (svg.parentElement?.closest("svg") || svg.closest("[data-screen-only]")) continue;
    const at = svg.getBoundingClientRect();
    if (!at.width || !at.height) continue;
    const copy = frozen(svg);
    for (const [key, value] of Object.entries({ x: at.x - frame.x + margin, y: at.y - frame.y + top, width: at.width, height: at.height })) copy.setAttribute(key, String(value));
    out.append(copy);
  }
  out.append(...notes);
  return { svg: new XMLSerializer().serializeToString(out), width, height };
}

export function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function png(picture: { svg: string; width: number; height: number }): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = 2;
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.scale(scale, scale);
    context.drawImage(image, 0, 0, picture.width, picture.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

// A file's name of a title: "Kazakhstan and Russia" -> "kazakhstan-and-russia"
export function fileName(title: string): string {
  return (
    title
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .toLowerCase()
      .slice(0, 60) || "realign"
  );
}
