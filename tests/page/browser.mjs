// Runs the program over a ledger and opens its page in Debian's Chromium, for the tests beside this file. A page that logs an error,
// throws, or does what its content security policy forbids fails its test.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const shared = process.env.REALIGN_SHARED ?? join(repository, "..", "shared");
const require = createRequire(join(repository, "web", "package.json"));
const { chromium } = require("playwright-core");
const { source: axe } = require("axe-core");
const program = process.env.REALIGN ?? join(repository, "build", "release", "apps", "realign", "realign");

export const patience = 60_000; // of one step: the machine may be busy

export class World {
  // A server over a ledger into which `inputs` were read (paths, or {name, content}).
  static async start(inputs, { write = false } = {}) {
    const world = new World();
    world.folder = mkdtempSync(join(tmpdir(), "realign-page-"));
    world.ledger = join(world.folder, "test.ledger");
    const environment = { ...process.env, XDG_DATA_HOME: world.folder };
    delete environment.REALIGN_LEDGER;
    const files = inputs.map((input) => {
      if (typeof input === "string") return input;
      const path = join(world.folder, input.name);
      writeFileSync(path, input.content);
      return path;
    });
    const read = spawnSync(program, ["read", "--ledger", world.ledger, ...files], { env: environment, encoding: "utf8" });
    assert.equal(read.status, 0, read.stderr);
    world.server = spawn(program, ["serve", "--ledger", world.ledger, "--port", "0", ...(write ? ["--write"] : [])], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
    world.address = await new Promise((resolve, reject) => {
      let told = "";
      world.server.stdout.on("data", (data) => {
        told += data;
        const found = /http:\/\/[\d.]+:\d+\//.exec(told);
        if (found) resolve(found[0]);
      });
      world.server.on("exit", (code) => reject(new Error(`serve ended with ${code}`)));
    });
    world.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
      timeout: patience,
    });
    return world;
  }

  async end() {
    await this.browser?.close();
    this.server?.removeAllListeners("exit");
    this.server?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  // Opens a view. What goes wrong in it is kept in page.wrong.
  async open(hash, { width = 1280, scheme = "light", allow = [] } = {}) {
    const page = await this.browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, acceptDownloads: true });
    page.setDefaultTimeout(patience);
    page.wrong = [];
    page.on("pageerror", (error) => page.wrong.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !allow.some((part) => message.text().includes(part))) page.wrong.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on("dialog", (dialog) => {
      page.wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(this.address) && !url.startsWith("blob:") && !url.startsWith("data:")) page.wrong.push(`asked of another host: ${url}`);
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    });
    await page.goto(`${this.address}${hash}`);
    return page;
  }

  async ask(path) {
    const response = await fetch(`${this.address}api/v1/${path}`);
    assert.equal(response.status, 200, path);
    return response.json();
  }
}

export async function done(page) {
  assert.deepEqual(page.wrong, []);
  await page.close();
}

// What axe-core finds that is serious or critical.
export async function serious(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

export const examples = join(repository, "examples", "dispatches.jsonl");
export const seed = existsSync(join(shared, "seed")) ? join(shared, "seed") : undefined;
