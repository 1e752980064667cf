import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

// fragments "tree": elements are made by createElement, never by parsing HTML.
export default {
  preprocess: vitePreprocess({ style: false }),
  compilerOptions: { runes: true, fragments: "tree" },
};
