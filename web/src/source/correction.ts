// What a corrected form says that the record does not: only that is sent.
import type { AnyRecord, ClaimRecord, EventRecord, Party } from "../api/types";

export type Form = Record<string, string>;

const codes = (parties: Party[]) => parties.map((p) => p.country || p.name || p.text).join(", ");
const list = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

export function formOf(record: AnyRecord): Form {
  if (record.kind === "event") {
    const e: EventRecord = record;
    return { type: e.type, mode: e.mode, domain: e.domain, polarity: e.polarity, modality: e.modality, source: codes(e.source), target: codes(e.target), from: e.date.from, to: e.date.to };
  }
  const c: ClaimRecord = record;
  return { claim: c.claim, direction: c.direction, condition: c.condition, about: c.about.join(", ") };
}

export function fieldsOf(record: AnyRecord, form: Form): Record<string, unknown> {
  const before = formOf(record);
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(form)) {
    if (value.trim() === (before[key] ?? "").trim()) continue;
    if (key === "source" || key === "target" || key === "about") out[key] = list(value);
    else if (key !== "from" && key !== "to") out[key] = value.trim();
  }
  if (record.kind === "event" && ((form.from ?? "") !== before.from || (form.to ?? "") !== before.to)) {
    const from = form.from ?? "";
    const to = form.to || from;
    out.date = { from, to, precision: !from ? "none" : from === to ? "day" : record.date.precision === "day" ? "month" : record.date.precision };
  }
  return out;
}
