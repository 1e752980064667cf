// Writes licenses.txt: the licence of every package of which a part is in the page.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

// What is not an import of a module and yet is in the page: the atlas, and what makes it.
const besides = ["world-atlas"];

function folderOf(module: string): string | undefined {
  const at = module.lastIndexOf("/node_modules/");
  if (at < 0) return undefined;
  let folder = dirname(module.split("?")[0] ?? module);
  while (folder.length > at) {
    const file = join(folder, "package.json");
    if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name) return folder;
    folder = dirname(folder);
  }
  return undefined;
}

function told(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = names.map((name) => readFileSync(join(folder, name), "utf8").trim());
  return `${about.name} ${about.version} (${about.license})\n\n${texts.join("\n\n") || "No licence file; see the name of the licence above."}\n`;
}

export function licences(): Plugin {
  return {
    name: "realign-licences",
    apply: "build",
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const module of Object.keys(chunk.modules)) {
          const folder = folderOf(module.replace(/^\0/, ""));
          if (folder) folders.add(folder);
        }
      }
      for (const name of besides) folders.add(join(process.cwd(), "node_modules", name));
      const parts = [...folders].map(told).sort();
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: parts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}
