// The address bar as state: views read `route` and write with `go`.
import { href, parse, type Route } from "./route";

class Address {
  route: Route = $state(parse(location.hash));

  constructor() {
    addEventListener("hashchange", () => (this.route = parse(location.hash)));
  }

  // Sets some of the query's values. `replace`: the step back leads past it (a slider, a word being typed).
  set(values: Record<string, string | number | boolean | undefined | null>, replace = false): void {
    this.go(href(this.route.view, { ...this.route.query, ...values }, this.route.rest), replace);
  }

  go(to: string, replace = false): void {
    if (to === location.hash) return;
    if (replace) {
      history.replaceState(null, "", to);
      this.route = parse(to);
    } else {
      location.hash = to.slice(1);
    }
  }
}

export const address = new Address();
