// Names of countries, regions and organisations, asked once.
import { get } from "../api/client";
import type { Actors, Group } from "../api/types";

class Names {
  all: Actors = $state({ states: [], regions: [], organisations: [] });
  #names: Map<string, string> = $derived(new Map([...this.all.states, ...this.all.regions, ...this.all.organisations].map((a) => [a.code, a.name])));
  #asked: Promise<void> | undefined;

  load(): Promise<void> {
    this.#asked ??= get<Actors>("actors").then((all) => void (this.all = all));
    this.#asked.catch(() => (this.#asked = undefined));
    return this.#asked;
  }

  name = (code: string): string => this.#names.get(code) ?? code;

  // Those with records first.
  get powers() {
    return [...this.all.states].sort((a, b) => b.events - a.events || a.name.localeCompare(b.name));
  }

  // Code of what was typed: a code or a name, in any case; else what was typed.
  code(text: string): string {
    const wanted = text.trim().toLowerCase();
    for (const a of [...this.all.states, ...this.all.organisations, ...this.all.regions]) {
      if (a.code.toLowerCase() === wanted || a.name.toLowerCase() === wanted) return a.code;
    }
    return text.trim();
  }

  group(code: string): Group | undefined {
    return [...this.all.regions, ...this.all.organisations].find((g) => g.code === code);
  }
}

export const names = new Names();
