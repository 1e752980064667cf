// The seven views over the real article in ../shared/seed, where it is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { done, seed, World } from "./browser.mjs";

const why = seed ? false : "../shared/seed is not here (REALIGN_SHARED names another place)";
let world;
before(async () => {
  if (seed) world = await World.start(["--date", "2022-10-12", ...readdirSync(seed).filter((name) => name.endsWith(".txt")).map((name) => join(seed, name))], { write: true });
});
after(() => world?.end());

test("all views tell of it", { skip: why }, async () => {
  const events = (await world.ask("events?limit=500")).rows;
  assert.ok(events.length > 3);
  const one = events[0];
  const views = [
    ["#/map?toward=RUS", "figure"],
    ["#/country?country=KAZ", ".speakers details"],
    ["#/dyad?first=KAZ&second=RUS", "circle.mark"],
    ["#/ledger", ".row"],
    [`#/source/${encodeURIComponent(one.document)}?record=${one.id}`, ".record"],
    ["#/scenario", ".result figure"],
    ["#/read", "textarea"],
  ];
  for (const [hash, sign] of views) {
    const page = await world.open(hash);
    await page.locator(sign).first().waitFor();
    assert.equal(await page.getByRole("alert").count(), 0, hash);
    await done(page);
  }
});

test("its words stand where the records say", { skip: why }, async () => {
  const events = (await world.ask("events?limit=500")).rows;
  const page = await world.open(`#/source/${encodeURIComponent(events[0].document)}`);
  await page.locator(".piece").first().waitFor();
  await page.getByLabel("types in the text").uncheck();
  const text = (await page.locator(".text").textContent()).replace(/\s+/g, "");
  for (const event of events) assert.ok(text.includes(event.text.replace(/\s+/g, "")), event.text);
  await done(page);
});
