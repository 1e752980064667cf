// A question to the API as state: what was answered last, whether it is being asked, what went wrong. Asking again calls off the
// question before; the old answer stays until the new one is there, so that nothing flickers.
export class Ask<T> {
  value: T | undefined = $state.raw();
  error = $state("");
  busy = $state(false);
  #stop: AbortController | undefined;

  async run(question: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#stop?.abort();
    const stop = (this.#stop = new AbortController());
    this.busy = true;
    try {
      const value = await question(stop.signal);
      if (stop.signal.aborted) return;
      this.value = value;
      this.error = "";
    } catch (error) {
      if (stop.signal.aborted) return;
      this.error = error instanceof Error ? error.message : String(error);
      this.value = undefined;
    }
    this.busy = false;
  }

  clear(): void {
    this.#stop?.abort();
    this.value = undefined;
    this.error = "";
    this.busy = false;
  }
}
