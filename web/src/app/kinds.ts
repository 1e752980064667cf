// The four families of PLOVER's types: in word or in deed, with or against. Colour and stroke follow the family, never colour
// alone: deeds are drawn thick, words thin, what is not real dashed.
export type Family = "word-with" | "deed-with" | "word-against" | "deed-against";

const families: Record<string, Family> = {
  AGREE: "word-with",
  CONSULT: "word-with",
  SUPPORT: "word-with",
  CONCEDE: "word-with",
  COOPERATE: "deed-with",
  AID: "deed-with",
  RETREAT: "deed-with",
  REQUEST: "word-against",
  ACCUSE: "word-against",
  REJECT: "word-against",
  THREATEN: "word-against",
  PROTEST: "deed-against",
  SANCTION: "deed-against",
  MOBILIZE: "deed-against",
  COERCE: "deed-against",
  ASSAULT: "deed-against",
};

export const family = (type: string): Family => families[type] ?? "word-with";

export const familyNames: Record<Family, string> = {
  "word-with": "agreement and talk",
  "deed-with": "cooperation and aid",
  "word-against": "demand, refusal, threat",
  "deed-against": "pressure and force",
};
