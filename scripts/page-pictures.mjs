#!/usr/bin/env node
// Makes docs/page-map.png and docs/page-dyad.png: the page over the example dispatches, as Chromium shows it.
// Usage: scripts/page-pictures.mjs   (needs a build with tests: build/release, or $REALIGN, and Chromium)
import { join } from "node:path";
import { examples, repository, World } from "../tests/page/browser.mjs";

const views = [
  ["page-map.png", "#/map?toward=RUS&outline=CSTO", "light", 1200, async (page) => {
    await page.waitForFunction(() => document.querySelector('input[type="range"]')?.disabled === false);
    await page.locator('path[role="button"][aria-label^="Kazakhstan:"]').hover();
  }],
  ["page-dyad.png", "#/dyad?first=ARM&second=RUS", "dark", 1200, async (page) => {
    await page.locator("circle.mark").nth(2).click();
    await page.locator(".card blockquote").waitFor();
  }],
];

const world = await World.start([examples]);
try {
  for (const [name, hash, scheme, width, act] of views) {
    const page = await world.open(hash, { scheme, width });
    await page.locator("figure svg").first().waitFor();
    await page.setViewportSize({ width, height: 920 });
    await act(page);
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(repository, "docs", name) });
    if (page.wrong.length) throw new Error(page.wrong.join("; "));
    console.log(`docs/${name}`);
  }
} finally {
  await world.end();
}
