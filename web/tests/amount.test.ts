import { expect, test } from "vitest";
import { centre, certain, moved, scale, spread, widened } from "../src/scenario/amount";
import { start } from "../src/scenario/start";

test("middle and spread", () => {
  expect([centre(5), centre({ normal: [5, 2] }), centre({ uniform: [4, 8] }), centre({ triangular: [1, 2, 5] })]).toEqual([5, 5, 6, 2]);
  expect([spread(5), spread({ normal: [5, 2] }), spread({ uniform: [4, 8] }), spread({ triangular: [1, 2, 5] })]).toEqual([0, 2, 2, 2]);
});

test("moved as a whole, within bounds", () => {
  expect(moved(0.1, 0.1 + 0.2, 0)).toBe(0.3);
  expect(moved({ uniform: [4, 8] }, 7, 0)).toEqual({ uniform: [5, 9] });
  expect(moved({ triangular: [0.6, 0.9, 1.2] }, 1, 0)).toEqual({ triangular: [0.7, 1, 1.3] });
  expect(moved({ uniform: [0.3, 0.6] }, 0.9, 0, 1)).toEqual({ uniform: [0.75, 1] });
  expect(moved({ normal: [5, 2] }, 6, 0)).toEqual({ normal: [6, 2] });
});

test("widened keeps its kind and its middle", () => {
  expect(widened(5, 2, 0)).toEqual({ uniform: [3, 7] });
  expect(widened({ uniform: [3, 7] }, 0, 0)).toBe(5);
  expect(widened({ triangular: [1, 2, 5] }, 1, 0)).toEqual({ triangular: [1, 2, 3] });
  expect(widened({ normal: [5, 2] }, 1, 0)).toEqual({ normal: [5, 1] });
  expect(widened(0.5, 0.8, 0, 1)).toEqual({ uniform: [0, 1] });
});

test("a scenario's scale and certainty", () => {
  expect(certain(start)).toBe(false);
  expect(scale(start)).toEqual([0, 100]);
  expect(scale({ issue: "x", actor: [{ name: "a", position: -20, capability: 1, salience: 1 }] })).toEqual([-20, 100]);
});
