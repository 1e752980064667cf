// Figures and codes in words.
import type { AnyRecord, EventRecord, Party, Step, Trajectory } from "../api/types";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const minus = "−";

// 1.25 -> "+1.3", -0.04 -> "0.0"
export function signed(x: number | undefined | null, digits = 1): string {
  if (x === undefined || x === null) return "";
  const text = Math.abs(x).toFixed(digits);
  return Number(text) === 0 ? text : (x < 0 ? minus : "+") + text;
}

export function fixed(x: number | undefined | null, digits = 1): string {
  return x === undefined || x === null ? "" : x.toFixed(digits).replace("-", minus);
}

// 0.483 -> "48 %"
export function percent(x: number | undefined | null): string {
  if (x === undefined || x === null) return "";
  const whole = Math.round(x * 100);
  if (whole === 0 && x > 0) return "under 1 %";
  return `${whole} %`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

// "2024-12" -> "Dec 2024", "2022-W40" -> "week 40 of 2022", "2022-Q4" -> "Q4 2022"
export function period(label: string | undefined): string {
  const found = /^(\d{4})(?:-(?:W(\d+)|Q(\d)|(\d\d)))?/.exec(label ?? "");
  if (!found) return label ?? "";
  const [, year, week, quarter, month] = found;
  if (week) return `week ${Number(week)} of ${year}`;
  if (quarter) return `Q${quarter} ${year}`;
  if (month) return `${months[Number(month) - 1]} ${year}`;
  return `${year}`;
}

// "2024-10-17" -> "17 Oct 2024"
export function day(text: string | undefined): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? "");
  return found ? `${Number(found[3])} ${months[Number(found[2]) - 1]} ${found[1]}` : period(text);
}

// When an event happened, as exactly as its text says.
export function when(event: EventRecord): string {
  const { from, to, precision, text } = event.date;
  if (precision === "day" && from) return day(from);
  if (precision === "month" && from) return period(from.slice(0, 7));
  if (precision === "quarter" && from) return period(`${from.slice(0, 4)}-Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`);
  if (precision === "year" && from) return from.slice(0, 4);
  if (precision === "week" && from) return `${day(from)} to ${day(to)}`;
  if (precision === "relative" && text) return `“${text}”`;
  return event.day ? `by ${day(event.day)}` : "date unknown";
}

// The middle of a period, for a time axis.
export function middle(label: string): Date {
  const found = /^(\d{4})(?:-(?:W(\d+)|Q(\d)|(\d\d)))?/.exec(label);
  if (!found) return new Date(NaN);
  const [, y, week, quarter, month] = found;
  const year = Number(y);
  if (week) {
    // ISO 8601: week 1 holds January 4; a week's middle is its Thursday.
    const fourth = new Date(Date.UTC(year, 0, 4));
    const thursday = 4 - ((fourth.getUTCDay() + 6) % 7) + 3;
    return new Date(Date.UTC(year, 0, thursday + (Number(week) - 1) * 7));
  }
  if (quarter) return new Date(Date.UTC(year, Number(quarter) * 3 - 2, 15));
  if (month) return new Date(Date.UTC(year, Number(month) - 1, 15));
  return new Date(Date.UTC(year, 6, 1));
}

export function date(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

// How long a window of so many periods is: "12 months", "3 years".
export function span(n: number, step: Step): string {
  if (step === "quarter" && n % 4 === 0) return count(n / 4, "year");
  return count(n, step);
}

const verbs: Record<string, string> = {
  AGREE: "agreed with",
  CONSULT: "met or talked with",
  SUPPORT: "supported or praised",
  CONCEDE: "gave in to",
  COOPERATE: "cooperated with",
  AID: "gave aid to",
  RETREAT: "withdrew from",
  REQUEST: "asked something of",
  ACCUSE: "criticised or accused",
  REJECT: "refused",
  THREATEN: "threatened or warned",
  PROTEST: "protested against",
  SANCTION: "put sanctions on or cut ties with",
  MOBILIZE: "made military moves toward",
  COERCE: "coerced",
  ASSAULT: "attacked",
};

export function verb(type: string): string {
  return verbs[type] ?? type.toLowerCase();
}

export function party(p: Party, name: (code: string) => string = (c) => c): string {
  const who = p.name || (p.country ? name(p.country) : "") || p.text;
  const about = [p.name && p.country ? name(p.country) : "", p.role && p.role !== "government" ? p.role : ""].filter(Boolean).join(", ");
  return about ? `${who} (${about})` : who;
}

export function side(parties: Party[], name?: (code: string) => string): string {
  return parties.map((p) => party(p, name)).join(" and ") || "someone";
}

// "not done", "planned": how real an act is; "" for one that happened.
export function reading(record: { polarity: string; modality: string }): string {
  const real: Record<string, string> = { actual: "", intended: "planned", demanded: "demanded", hypothetical: "hypothetical", counterfactual: "imagined" };
  const words = [record.polarity === "negated" ? (record.modality === "actual" ? "not done" : "not") : "", real[record.modality] ?? record.modality];
  return words.filter(Boolean).join(" ");
}

export function speaker(record: AnyRecord, name: (code: string) => string = (c) => c): string {
  const a = record.attribution;
  if (a.speaker === "narrator" || !a.speaker) return "the article itself";
  const about = [a.affiliation, a.country ? name(a.country) : ""].filter(Boolean);
  return about.length ? `${a.speaker} (${[...new Set(about)].join(", ")})` : a.speaker;
}

// A record in one line.
export function sentence(record: AnyRecord, name?: (code: string) => string): string {
  if (record.kind === "claim") {
    const about = record.about.map((code) => name?.(code) ?? code).join(", ");
    return `${record.claim}${about ? ` about ${about}` : ""}${record.direction ? `: ${record.direction}` : ""}`;
  }
  const how = reading(record);
  return `${side(record.source, name)} ${verb(record.type)} ${side(record.target, name)}${how ? ` (${how})` : ""}`;
}

export function verdict(t: Trajectory): string {
  if (t.verdict === "too little to say") return `Too little to say${t.why ? `: ${t.why}` : ""}`;
  return `${t.verdict[0]?.toUpperCase()}${t.verdict.slice(1)}, probability ${percent(t.probability)}`;
}
