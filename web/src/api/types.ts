// What the API answers with, as web/openapi.json says. Offsets are Unicode code points, ends exclusive.

export const TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"] as const;
export const DOMAINS = ["diplomatic", "military", "security", "economic", "energy", "societal", "territorial", "domestic", "legal"] as const;
export const MODALITIES = ["actual", "intended", "demanded", "hypothetical", "counterfactual"] as const;
export const POLARITIES = ["affirmed", "negated"] as const;
export const CLAIMS = ["trend", "constraint", "conditional", "counterfactual", "causal", "evaluation", "forecast"] as const;
export const STEPS = ["week", "month", "quarter", "year"] as const;

export type EventType = (typeof TYPES)[number];
export type Step = (typeof STEPS)[number];

export interface Named { code: string; name: string }

export interface Status {
  version: string;
  ledger: string;
  documents: number;
  events: number;
  claims: number;
  corrections: number;
  first_day: string;
  last_day: string;
  data_version: string;
  write: boolean;
  token: string;
  limits: { body_bytes: number; read_bytes: number; rows: number; frames: number; marks: number };
}

export interface State extends Named { numeric: string; regions: string[]; blocs: string[]; events: number; claims: number }
export interface Group extends Named { members: string[]; events: number; claims: number }
export interface Actors { states: State[]; regions: Group[]; organisations: Group[] }

export type Verdict = "too little to say" | "severance" | "loosening" | "stable" | "deepening";

export interface Trajectory {
  verdict: Verdict;
  why?: string;
  probability?: number;
  probabilities?: { severance: number; loosening: number; stable: number; deepening: number };
  from?: string;
  to?: string;
  change?: number;
  low?: number;
  high?: number;
}

export interface MapRow extends Trajectory, Named { numeric: string; events: number; mover?: string; by?: Record<string, number> }
export interface Frame { end: string; rows: MapRow[] }
export interface MapAnswer { toward: Named; step: Step; window: number; frames: Frame[] }

export interface Break { period: string; probability: number }
export interface Point { period: string; count: number; mean?: number; cooperative?: number; conflictual?: number; records?: number[]; level?: number; low?: number; high?: number }
export interface Direction { source: string; target: string; events: number; undated: number; trajectory: Trajectory; breaks: Break[]; points: Point[] }

export interface Mark {
  id: number;
  day: string;
  precision: string;
  period: string;
  direction: "forth" | "back";
  source: string;
  target: string;
  type: EventType;
  mode: string;
  domain: string;
  polarity: string;
  modality: string;
  score: number;
  text: string;
  speaker: string;
  document: string;
  title: string;
  chain: string;
}
export interface Chain { name: string; document: string; title: string; from: string; to: string; events: number[] }
export interface Dyad {
  first: Named;
  second: Named;
  verdict: string;
  change?: { total: number; by_first: number; by_second: number };
  forth: Direction;
  back: Direction;
  both: Direction;
  marks: Mark[];
  marks_left_out: number;
  chains: Chain[];
}

export interface Party { country?: string; role?: string; name?: string; text: string }
export interface Attribution { speaker: string; affiliation: string; country: string; named: boolean; quotation: "none" | "direct" | "indirect" }
export interface Correction { id: number; kind: "event" | "claim"; record: number; verdict: "wrong" | "right"; fields: Record<string, unknown>; note: string; author: string; made: string; document: string }

interface RecordCommon {
  id: number;
  document: string;
  sentence: number;
  begin: number;
  end: number;
  text: string;
  attribution: Attribution;
  confidence: number;
  day: string;
  sentence_text: string;
  title: string;
  outlet: string;
  published: string;
  url: string;
  correction?: Correction;
}
export interface EventRecord extends RecordCommon {
  kind: "event";
  source: Party[];
  target: Party[];
  type: EventType;
  mode: string;
  context: string[];
  cameo: string;
  domain: string;
  polarity: string;
  modality: string;
  date: { from: string; to: string; precision: string; text: string };
  chain: string;
  score: number;
}
export interface ClaimRecord extends RecordCommon { kind: "claim"; about: string[]; claim: string; direction: string; condition: string }
export type AnyRecord = EventRecord | ClaimRecord;
export interface Page<Row> { rows: Row[]; next: string | null }

export interface Diversification {
  acts: number;
  why?: string;
  total?: number;
  herfindahl?: number;
  herfindahl_low?: number;
  herfindahl_high?: number;
  partners?: number;
  entropy?: number;
  largest?: number;
  largest_low?: number;
  largest_high?: number;
  patron?: number;
  shares: { partner: string; name: string; amount: number; share: number }[];
}
export interface Floor {
  patron: string;
  score: number | null;
  words: string;
  summary: string;
  border: boolean;
  distance_km: number | null;
  language: number | null;
  language_name: string;
  gdp_ratio: number | null;
  people_ratio: number | null;
  organisations: number | null;
  common: string[];
  closeness: number;
  weight: number | null;
}
export interface Partner extends Named { numeric: string; events: number; sentence: string; by?: Record<string, number>; both: Direction; trajectory_forth: Trajectory; trajectory_back: Trajectory }
export interface Country {
  country: Named & { numeric: string };
  patron: Named | null;
  verdict: string;
  summary: string;
  partners: Partner[];
  partners_left_out: number;
  diversification: { all: Diversification; years: (Diversification & { year: number })[]; domains: (Diversification & { domain: string })[] };
  floor: Floor | null;
  newest: EventRecord[];
  claims: { speaker: string; affiliation: string; country: string; count: number; claims: ClaimRecord[] }[];
}

export interface Article {
  id: string;
  title: string;
  outlet: string;
  url: string;
  date: string;
  text: string;
  sentences: { sentence: number; begin: number; end: number }[];
  events: EventRecord[];
  claims: ClaimRecord[];
  corrections: Correction[];
}
export interface Word { id: number; form: string; lemma: string; upos: string; xpos: string; head: number; deprel: string; begin: number; end: number; confidence: number }
export interface Explanation {
  document: string;
  sentence: number;
  begin: number;
  end: number;
  text: string;
  parsed: boolean;
  words: Word[];
  actors: { first: number; last: number; text: string; place: boolean; actors: { country: string; role: string; name: string }[] }[];
  steps: string[];
}

export type Amount = number | { normal: number[] } | { uniform: number[] } | { triangular: number[] };
export interface ScenarioActor { name: string; group?: string; position: Amount; capability: Amount; salience: Amount }
export interface Scenario {
  issue: string;
  low?: string;
  high?: string;
  rounds?: number;
  variant?: "corrected" | "scholz";
  runs?: number;
  seed?: number;
  actor: ScenarioActor[];
  shock?: object[];
  join?: object[];
  removed?: object[];
  choice?: { actor: string; poles: number[] };
  bargain?: Record<string, unknown>;
}
export interface Forecast {
  issue: string;
  variant: string;
  start: { median: number; mean: number };
  forecast: { median: number; mean: number };
  conflict: number;
  settled: boolean;
  actors: { name: string; path: (number | null)[] }[];
  rounds: { moves: { actor: string; other: string; kind: string; own: number; theirs: number; position: number }[]; median: number; mean: number }[];
  conflicts: { pair: string[]; risk: number }[];
  choice?: {
    actor: string;
    free: { median: number; conflict: number };
    poles: { pole: number; median: number; conflict: number; cost: Record<string, number> }[];
    support?: { times: number; free: number; poles: number[] }[];
  };
  bargain?: { country: string; patron: string; share: number; outside: number; patron_outside: number };
  monte_carlo?: { runs: number; conflict: number; mean: number; quantiles: Record<string, number>; conflicts: { pair: string[]; risk: number }[]; inputs: { input: string; first: number; total: number }[] };
  uncertain: boolean;
  toml: string;
  scenario: Scenario;
}

export interface ReadResult { added: number; known: number; events: number; claims: number; documents: string[]; problems: string[] }
export interface Job<Result> { id: string; kind: string; state: "waiting" | "running" | "done" | "failed" | "cancelled"; progress: number; told: string; result?: Result; error?: string }
