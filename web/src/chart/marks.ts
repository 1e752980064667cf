// Makes marks of a picture reachable: one tab stop, arrows go along, Enter opens.
export function reachable(nodes: SVGElement[], label: (i: number) => string, open: (i: number) => void, start = nodes.length - 1): void {
  let current = Math.max(Math.min(start, nodes.length - 1), 0);
  const stop = (i: number, focus: boolean) => {
    nodes[current]?.setAttribute("tabindex", "-1");
    current = i;
    nodes[current]?.setAttribute("tabindex", "0");
    if (focus) nodes[current]?.focus();
  };
  nodes.forEach((node, i) => {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", i === current ? "0" : "-1");
    node.setAttribute("aria-label", label(i));
    node.classList.add("mark");
    node.addEventListener("click", () => {
      stop(i, false);
      open(i);
    });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") open(i);
      else if (event.key === "ArrowRight" || event.key === "ArrowDown") stop(Math.min(i + 1, nodes.length - 1), true);
      else if (event.key === "ArrowLeft" || event.key === "ArrowUp") stop(Math.max(i - 1, 0), true);
      else if (event.key === "Home") stop(0, true);
      else if (event.key === "End") stop(nodes.length - 1, true);
      else return;
      event.preventDefault();
    });
  });
}
