// Asks the API. Answers of one version of the ledger are kept, so that going back to a view costs nothing.
import type { Job, Status } from "./types";

export type Query = Record<string, string | number | boolean | undefined | null>;

export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

const base = "/api/v1/";
const kept = new Map<string, unknown>();
const mostKept = 60;
let told: Promise<Status> | undefined;

export function address(path: string, query: Query = {}): string {
  const wanted = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) wanted.set(key, value === true ? "1" : String(value));
  }
  const text = wanted.toString();
  return base + path + (text ? `?${text}` : "");
}

async function answer<T>(response: Response): Promise<T> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    throw new ApiError(`The server's answer (${response.status}) could not be understood`, response.status);
  }
  if (!response.ok) throw new ApiError((body as { error?: string }).error ?? `The server answers ${response.status}`, response.status);
  return body as T;
}

async function reach(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("The server cannot be reached. Is `realign serve` still running?", 0);
  }
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const url = address(path, query);
  const known = kept.get(url);
  if (known !== undefined) return known as T;
  const body = await answer<T>(await reach(url, signal ? { signal } : {}));
  if (!path.startsWith("jobs")) {
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
    kept.set(url, body);
  }
  return body;
}

// What is served, asked once until something changes.
export function status(): Promise<Status> {
  told ??= (async () => answer<Status>(await reach(address("status"))))();
  told.catch(() => (told = undefined));
  return told;
}

// Something in the ledger has changed: what was kept is stale.
export function forget(): void {
  kept.clear();
  told = undefined;
}

export async function send<T>(method: "POST" | "DELETE", path: string, body?: BodyInit, type?: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { "X-Realign-Token": (await status()).token };
  if (type) headers["Content-Type"] = type;
  return answer<T>(await reach(address(path, query), { method, headers, body: body ?? null, signal: signal ?? null }));
}

export const post = <T>(path: string, body: unknown, signal?: AbortSignal) => send<T>("POST", path, JSON.stringify(body), "application/json", {}, signal);

// Asks a job how far it is until it ends. `heard` is told each time.
export async function follow<Result>(id: string, heard: (job: Job<Result>) => void): Promise<Job<Result>> {
  for (let pause = 80; ; pause = Math.min(pause * 1.4, 1000)) {
    const job = await get<Job<Result>>(`jobs/${encodeURIComponent(id)}`);
    heard(job);
    if (job.state === "failed") throw new ApiError(job.error ?? "It failed", 200);
    if (job.state === "done" || job.state === "cancelled") return job;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
