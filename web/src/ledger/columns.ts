// The ledger's columns: what each shows, how wide it is, and by what it can be sorted.
import type { AnyRecord, ClaimRecord, EventRecord } from "../api/types";
import { day, reading, side, signed, speaker, when } from "../app/words";

export interface Column {
  key: string;
  title: string;
  width: string; // of a grid's track
  sort?: string;
  number?: boolean;
  narrow?: boolean; // shown on a small screen too
  wide?: boolean; // only where there is much room
  cell: (row: never, name: (code: string) => string) => string;
}

const column = <Row extends AnyRecord>(c: Omit<Column, "cell"> & { cell: (row: Row, name: (code: string) => string) => string }): Column => c as Column;
const words = (r: AnyRecord) => r.sentence_text || r.text;
const teller = (r: AnyRecord, name: (code: string) => string) => (r.attribution.speaker === "narrator" ? "article" : speaker(r, name));
const article = (r: AnyRecord) => r.title || r.document;

export const events: Column[] = [
  column<EventRecord>({ key: "day", title: "Day", width: "6.6rem", sort: "day", narrow: true, cell: (r) => (r.date.precision === "day" || !r.day ? when(r) : day(r.day)) }),
  column<EventRecord>({ key: "source", title: "Source", width: "minmax(6rem, 1.1fr)", sort: "source", narrow: true, cell: (r, name) => side(r.source, name) }),
  column<EventRecord>({ key: "target", title: "Target", width: "minmax(6rem, 1.1fr)", sort: "target", narrow: true, cell: (r, name) => side(r.target, name) }),
  column<EventRecord>({ key: "type", title: "Type", width: "6.2rem", sort: "type", narrow: true, cell: (r) => r.type }),
  column<EventRecord>({ key: "domain", title: "Domain", width: "5.6rem", wide: true, sort: "domain", cell: (r) => r.domain }),
  column<EventRecord>({ key: "reading", title: "Reading", width: "6rem", sort: "modality", cell: (r) => reading(r) || "happened" }),
  column<EventRecord>({ key: "score", title: "Score", width: "3.6rem", sort: "score", number: true, narrow: true, cell: (r) => signed(r.score) }),
  column<EventRecord>({ key: "speaker", title: "Told by", width: "minmax(5rem, 0.9fr)", sort: "speaker", cell: teller }),
  column<EventRecord>({ key: "words", title: "Sentence", width: "minmax(10rem, 2.6fr)", cell: words }),
  column<EventRecord>({ key: "article", title: "Article", wide: true, width: "minmax(6rem, 1.1fr)", cell: article }),
];

export const claims: Column[] = [
  column<ClaimRecord>({ key: "day", title: "Day", width: "6.6rem", sort: "day", narrow: true, cell: (r) => day(r.day) || "unknown" }),
  column<ClaimRecord>({ key: "claim", title: "Claim", width: "7rem", sort: "claim", narrow: true, cell: (r) => r.claim }),
  column<ClaimRecord>({ key: "about", title: "About", width: "minmax(6rem, 1fr)", narrow: true, cell: (r, name) => r.about.map(name).join(", ") }),
  column<ClaimRecord>({ key: "direction", title: "Direction", width: "6rem", sort: "direction", cell: (r) => r.direction }),
  column<ClaimRecord>({ key: "speaker", title: "Told by", width: "minmax(6rem, 1fr)", sort: "speaker", cell: teller }),
  column<ClaimRecord>({ key: "words", title: "Words", width: "minmax(12rem, 3fr)", narrow: true, cell: words }),
  column<ClaimRecord>({ key: "article", title: "Article", wide: true, width: "minmax(6rem, 1.1fr)", cell: article }),
];

// The part of the address that says which rows: the API's own parameters, and nothing else.
export const eventFilters = ["actor", "source", "target", "undirected", "type", "domain", "polarity", "modality", "from", "to", "speaker", "words", "document", "chain", "distinct", "corrections"] as const;
export const claimFilters = ["actor", "kind", "from", "to", "speaker", "words", "document", "corrections"] as const;

export function filterOf(query: Record<string, string>, claim: boolean): Record<string, string> {
  const out: Record<string, string> = {};
  for (const key of claim ? claimFilters : eventFilters) if (query[key]) out[key] = query[key] as string;
  return out;
}
