// What is sent to a reader: small, of one host, nothing inline.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { repository } from "./browser.mjs";

const dist = join(repository, "web", "dist");
const files = readdirSync(dist, { withFileTypes: true }).flatMap((f) => (f.isDirectory() ? readdirSync(join(dist, f.name)).map((name) => join(dist, f.name, name)) : [join(dist, f.name)]));

test("all files together are under 400 kB gzipped", () => {
  const sum = files.reduce((bytes, file) => bytes + gzipSync(readFileSync(file)).length, 0);
  assert.ok(sum < 400_000, `${sum} bytes`);
  assert.ok(sum > 50_000, "there is a page");
});

test("nothing inline, nothing from elsewhere", () => {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  assert.doesNotMatch(page, /https?:|<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  for (const file of files.filter((f) => /\.(js|css)$/.test(f))) {
    const text = readFileSync(file, "utf8");
    // Names of XML vocabularies, and addresses in the words of Svelte's errors, are asked of nobody.
    const others = [...text.matchAll(/https?:\/\/[^"'`\s)]*/g)].map((m) => m[0]).filter((url) => !/^http:\/\/www\.w3\.org\/|^https:\/\/svelte\.dev\/e\//.test(url));
    assert.deepEqual(others, [], file);
    assert.doesNotMatch(text, /\beval\(|new Function|document\.write|insertAdjacentHTML|@import|outerHTML\s*=/, file);
  }
});

test("the licences of what is in it are with it", () => {
  const text = readFileSync(join(dist, "licenses.txt"), "utf8");
  for (const name of ["svelte", "@observablehq/plot", "d3-geo", "topojson-client", "world-atlas"]) assert.match(text, new RegExp(`^${name} \\d`, "m"));
});

test("the lockfile names no host", () => {
  const lock = JSON.parse(readFileSync(join(repository, "web", "package-lock.json"), "utf8"));
  for (const [name, entry] of Object.entries(lock.packages)) assert.equal(entry.resolved, undefined, name);
});
