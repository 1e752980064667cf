// What the form shows before a file is opened: a made-up case.
import type { Scenario } from "../api/types";

export const start: Scenario = {
  issue: "Whose pipeline carries the country's oil",
  low: "the union's route alone",
  high: "the patron's route alone",
  rounds: 8,
  runs: 2000,
  seed: 7,
  actor: [
    { name: "Patron", position: 100, capability: 1, salience: 0.8 },
    { name: "Country", position: { uniform: [45, 70] }, capability: 0.25, salience: 0.95 },
    { name: "Union", position: 0, capability: { triangular: [0.6, 0.9, 1.2] }, salience: { uniform: [0.3, 0.6] } },
    { name: "Neighbour", position: 30, capability: 0.3, salience: 0.5 },
  ],
  choice: { actor: "Country", poles: [0, 100] },
};
