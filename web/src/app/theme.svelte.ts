// Light or dark: as the system has it, until the reader chooses.
type Choice = "system" | "light" | "dark";
const key = "realign-theme";

function kept(): Choice {
  try {
    const value = localStorage.getItem(key);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

class Theme {
  choice: Choice = $state(kept());
  #system = matchMedia("(prefers-color-scheme: dark)");
  #systemDark: boolean = $state(this.#system.matches);
  dark: boolean = $derived(this.choice === "system" ? this.#systemDark : this.choice === "dark");

  constructor() {
    this.#system.addEventListener("change", (event) => (this.#systemDark = event.matches));
    this.#show();
  }

  toggle(): void {
    this.choice = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(key, this.choice);
    } catch {
      // A browser that keeps nothing: the choice holds until the page is left.
    }
    this.#show();
  }

  #show(): void {
    if (this.choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.choice;
  }
}

export const theme = new Theme();
