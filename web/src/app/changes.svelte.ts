// Counts what this page has changed in the ledger: views that depend on `version` ask again.
import { forget } from "../api/client";

class Changes {
  version = $state(0);

  made(): void {
    forget();
    this.version += 1;
  }
}

export const changes = new Changes();
