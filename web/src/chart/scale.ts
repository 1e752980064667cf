// The diverging scale of movement: away is orange, toward is blue, what stays in its place is the colour of paper.
export const bounds = [-3, -1.5, -0.75, -0.25, 0.25, 0.75, 1.5, 3];
export const colours = ["var(--away-4)", "var(--away-3)", "var(--away-2)", "var(--away-1)", "var(--steady)", "var(--toward-1)", "var(--toward-2)", "var(--toward-3)", "var(--toward-4)"];

export function colour(change: number): string {
  let at = 0;
  while (at < bounds.length && change >= (bounds[at] as number)) ++at;
  return colours[at] as string;
}
