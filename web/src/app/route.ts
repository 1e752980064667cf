// What is shown is told by the part of the address behind "#", so that a view can be sent to a colleague:
// #/dyad?first=KAZ&second=RUS, #/source/ID?record=12.

export interface Route {
  view: string;
  rest: string;
  query: Record<string, string>;
}

export function parse(hash: string): Route {
  const [path = "", query = ""] = split(hash.replace(/^#?\/?/, ""), "?");
  const [view = "", rest = ""] = split(path, "/");
  return { view: view || "map", rest: decoded(rest), query: Object.fromEntries(new URLSearchParams(query)) };
}

export function href(view: string, query: Record<string, string | number | boolean | undefined | null> = {}, rest = ""): string {
  const wanted = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) wanted.set(key, value === true ? "1" : String(value));
  }
  const text = wanted.toString();
  return `#/${view}${rest ? `/${encodeURIComponent(rest)}` : ""}${text ? `?${text}` : ""}`;
}

function split(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
