// The page: what stands behind the "#" says what is shown, so that a view can be sent to a colleague. Text from articles
// only ever becomes text nodes.
const main = document.querySelector("#main");

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) node.setAttribute(key, value);
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

async function ask(path, query = {}) {
  const wanted = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  const response = await fetch(`/api/v1/${path}?${wanted}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function view() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/");
  return { name: name || "dyad", rest: rest.map(decodeURIComponent), query: Object.fromEntries(new URLSearchParams(query)) };
}

const link = (name, query) => `#/${name}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`;

// A form whose fields are the view's query.
function form(name, fields, query) {
  const node = element("form", { "aria-label": "Choose" });
  for (const [key, label, choices] of fields) {
    const field = choices
      ? element("select", { name: key }, ...choices.map((c) => element("option", { value: c, ...(query[key] === c ? { selected: "" } : {}) }, c || "any")))
      : element("input", { name: key, value: query[key] ?? "", autocomplete: "off" });
    node.append(element("label", {}, label, field));
  }
  node.append(element("button", {}, "Show"));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = link(name, Object.fromEntries(new FormData(node)));
  });
  return node;
}

function table(caption, columns, rows) {
  const numeric = (column) => (column.number ? { class: "n" } : {});
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...columns.map((c) => element("th", { scope: "col", ...numeric(c) }, c.title)))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...columns.map((c) => element("td", numeric(c), c.cell(row) ?? "")))))));
}

const side = (actors) => actors.map((a) => [a.country || a.name || a.text, a.role].filter(Boolean).join(" ")).join(" + ");
const signed = (x) => (x === undefined ? "" : element("span", { class: x < 0 ? "down" : "up" }, (x > 0 ? "+" : "") + x.toFixed(2)));
const reading = (e) => (e.polarity === "negated" ? "not " : "") + e.modality;
const source = (row) => element("a", { href: `#/source/${encodeURIComponent(row.document)}` }, row.title || row.document);

const TYPES = ["", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"];
const DOMAINS = ["", "diplomatic", "military", "security", "economic", "energy", "societal", "territorial", "domestic", "legal"];
const MODALITIES = ["", "actual", "intended", "demanded", "hypothetical", "counterfactual"];

const views = {
  async dyad({ query }) {
    main.append(form("dyad", [["first", "Country"], ["second", "and"], ["by", "by", ["month", "quarter", "week", "year"]], ["domain", "Domain", DOMAINS], ["from", "From (day)"], ["to", "To (day)"]], query));
    if (!query.first || !query.second) return main.append(element("p", {}, "Name two countries, by name or code."));
    const d = await ask("dyad", query);
    main.append(element("h2", {}, `${d.first.name} and ${d.second.name}`), element("p", { class: "verdict" }, d.verdict));
    if (d.change) main.append(element("p", {}, `Change over the window: ${d.change.total.toFixed(2)}, of which ${d.first.name} ${d.change.by_first.toFixed(2)} and ${d.second.name} ${d.change.by_second.toFixed(2)}.`));
    const wanted = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
    main.append(element("img", { class: "plot", src: `/api/v1/dyad.svg?${wanted}`, alt: `Levels of ${d.first.name} and ${d.second.name} with bands, breaks and events; the tables below hold the numbers` }));
    for (const [key, title] of [["forth", `${d.first.name} toward ${d.second.name}`], ["back", `${d.second.name} toward ${d.first.name}`]]) {
      const t = d[key].trajectory;
      main.append(element("h3", {}, title), element("p", {}, t.why ? `Too little to say: ${t.why}.` : `${t.verdict}, probability ${t.probability.toFixed(2)}`));
      main.append(table(`${d[key].events} events`, [
        { title: "period", cell: (p) => p.period }, { title: "events", number: true, cell: (p) => String(p.count) },
        { title: "mean score", number: true, cell: (p) => signed(p.mean) }, { title: "level", number: true, cell: (p) => p.level?.toFixed(2) },
        { title: "80 %", number: true, cell: (p) => (p.low === undefined ? "" : `${p.low.toFixed(1)} to ${p.high.toFixed(1)}`) },
      ], d[key].points.filter((p) => p.count)));
    }
    main.append(element("p", {}, element("a", { href: link("ledger", { source: query.first, target: query.second, undirected: "1" }) }, "All their acts in the ledger")));
  },

  async region({ query }) {
    main.append(form("region", [["region", "Region or bloc"], ["toward", "toward"], ["by", "by", ["month", "quarter", "year"]]], query));
    if (!query.region || !query.toward) return main.append(element("p", {}, "Name a region or bloc, and a country."));
    const d = await ask("region", query);
    main.append(element("h2", {}, `${d.region} toward ${d.toward}`));
    main.append(table("Those that moved most away first", [
      { title: "country", cell: (r) => element("a", { href: link("dyad", { first: r.code, second: query.toward }) }, r.name) },
      { title: "events", number: true, cell: (r) => String(r.events) }, { title: "verdict", cell: (r) => r.verdict },
      { title: "probability", number: true, cell: (r) => r.probability?.toFixed(2) }, { title: "change", number: true, cell: (r) => signed(r.change) },
      { title: "80 %", number: true, cell: (r) => (r.low === undefined ? "" : `${r.low.toFixed(1)} to ${r.high.toFixed(1)}`) },
    ], d.rows));
  },

  async ledger({ query }) {
    main.append(form("ledger", [["actor", "Actor"], ["source", "Source"], ["target", "Target"], ["type", "Type", TYPES], ["domain", "Domain", DOMAINS], ["modality", "Reading", MODALITIES], ["speaker", "Speaker"], ["words", "Words"], ["from", "From (day)"], ["to", "To (day)"]], query));
    const d = await ask("events", query);
    main.append(element("h2", {}, "Acts"));
    main.append(table(`${d.rows.length} on this page`, [
      { title: "day", cell: (e) => e.day }, { title: "source", cell: (e) => side(e.source) }, { title: "target", cell: (e) => side(e.target) },
      { title: "type", cell: (e) => e.type }, { title: "reading", cell: reading }, { title: "score", number: true, cell: (e) => signed(e.score) },
      { title: "speaker", cell: (e) => (e.attribution.speaker === "narrator" ? "" : e.attribution.speaker) },
      { title: "sentence", cell: (e) => e.sentence_text }, { title: "article", cell: source },
    ], d.rows));
    if (d.next) main.append(element("p", {}, element("a", { href: link("ledger", { ...query, after: d.next }) }, "Next page")));
  },

  async source({ rest }) {
    const d = await ask(`documents/${encodeURIComponent(rest[0] ?? "")}`);
    main.append(element("h2", {}, d.title || d.id), element("p", {}, [d.outlet, d.date].filter(Boolean).join(", ")));
    const records = [...d.events.map((e) => ({ ...e, label: `${side(e.source)} ${e.type} ${side(e.target)}, ${reading(e)}; ${e.attribution.speaker}` })),
      ...d.claims.map((c) => ({ ...c, label: `${c.claim} about ${c.about.join(", ")}; ${c.attribution.speaker}` }))].sort((a, b) => a.begin - b.begin || b.end - a.end);
    // Offsets count code points; a record inside or across another is listed below all the same.
    const letters = Array.from(d.text);
    const text = element("div", { class: "text" });
    let at = 0;
    for (const r of records) {
      if (r.begin < at) continue;
      text.append(letters.slice(at, r.begin).join(""));
      text.append(element("mark", { title: r.label, class: r.kind === "claim" ? "claim" : r.score < 0 ? "conflict" : "" }, letters.slice(r.begin, r.end).join("")));
      at = r.end;
    }
    text.append(letters.slice(at).join(""));
    main.append(text);
    main.append(table("Its records", [{ title: "record", cell: (r) => r.label }, { title: "words", cell: (r) => r.text }], records));
  },
};

async function show() {
  const now = view();
  main.replaceChildren();
  for (const a of document.querySelectorAll("nav a")) {
    if (a.getAttribute("href") === `#/${now.name}`) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  }
  try {
    await (views[now.name] ?? views.dyad)(now);
  } catch (error) {
    main.append(element("p", { class: "error", role: "alert" }, error.message));
  }
}

addEventListener("hashchange", show);
ask("status").then((s) => (document.querySelector("#status").textContent = `${s.documents} articles, ${s.events} acts, ${s.claims} assessments`));
show();
