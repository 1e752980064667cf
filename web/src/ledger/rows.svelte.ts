// Rows fetched so far, a page at a time by key: a page far down costs what the first costs, and none is fetched before it is wanted.
import { get } from "../api/client";
import type { AnyRecord, Page } from "../api/types";

const size = 100;

export class Rows {
  rows: AnyRecord[] = $state.raw([]);
  total: number | undefined = $state();
  done = $state(false);
  busy = $state(false);
  error = $state("");
  #next: string | null = null;
  #stop = new AbortController();
  // Which records the rows are: the columns follow it, not the address, which may be ahead of them.
  path: "" | "events" | "claims" = $state("");
  #query: Record<string, string> = {};

  start(path: "events" | "claims", filter: Record<string, string>, sort: Record<string, string>): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    if (path !== this.path) this.rows = [];
    this.path = path;
    this.#query = { ...filter, ...sort };
    this.#next = null;
    this.done = false;
    this.busy = false;
    this.error = "";
    void this.more(true);
    const { signal } = this.#stop;
    get<{ count: number }>(`${path}/count`, filter, signal).then(
      (answer) => void (signal.aborted || (this.total = answer.count)),
      () => void (signal.aborted || (this.total = undefined)),
    );
  }

  async more(first = false): Promise<void> {
    if (!this.path || this.busy || (this.done && !first)) return;
    this.busy = true;
    const { signal } = this.#stop;
    try {
      const page = await get<Page<AnyRecord>>(this.path, { ...this.#query, limit: size, after: first ? "" : this.#next }, signal);
      if (signal.aborted) return;
      this.rows = first ? page.rows : [...this.rows, ...page.rows];
      this.#next = page.next;
      this.done = page.next === null;
    } catch (error) {
      if (signal.aborted) return;
      if (first) this.rows = [];
      this.error = error instanceof Error ? error.message : String(error);
      this.done = true;
    }
    this.busy = false;
  }
}
