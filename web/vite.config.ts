import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { atlas } from "./build/atlas";
import { licences } from "./build/licences";

// The server sends a policy that forbids inline scripts and styles, so nothing may be inlined: no data: fonts, no module preload
// polyfill, no style elements.
export default defineConfig({
  base: "./",
  plugins: [svelte(), atlas(), licences()],
  build: {
    target: "es2021",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { "/api": { target: process.env.REALIGN_SERVER ?? "http://127.0.0.1:8765", changeOrigin: true, headers: { origin: "" } } } },
});
