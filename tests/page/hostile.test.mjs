// Articles and names are inert, whatever they contain.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { done, World } from "./browser.mjs";

const title = `<img src=x onerror="alert('title')"><script>alert("title")</script>`;
const text = `Peru accused Chile of spying on Lima. <script>alert(1)</script><svg onload=alert(2)></svg> <a href="javascript:alert(3)">x</a>\n\nChile \u202eevil\u202c rejected the accusation of Peru's president "<b onmouseover=alert(4)>", Santiago said. {@html "x"} \${alert(5)}\n\nPeru threatened Chile with sanctions \ud83d\ude80 and Chile thanked Peru.`;
let world;
before(async () => {
  const line = (o) => `${JSON.stringify(o)}\n`;
  const long = `Peru accused Chile of spying. ${"Nothing happened on that day in the city. ".repeat(40)}\n\n`.repeat(600);
  world = await World.start(
    [
      { name: "hostile.jsonl", content: line({ id: `"><script>alert(9)</script>`, date: "2024-05-01", title, source: "<script>alert(7)</script>", url: "javascript:alert(8)", text }) },
      { name: "long.jsonl", content: line({ id: "long", date: "2024-05-02", title: "Long", text: long }) },
    ],
    { write: true },
  );
});
after(() => world?.end());

test("source shows the letters that are there, and runs none of them", async () => {
  const event = (await world.ask("events?limit=1&to=2024-05-01")).rows[0];
  const page = await world.open(`#/source/${encodeURIComponent(event.document)}?record=${event.id}`);
  await page.locator(".record").waitFor();
  assert.equal(await page.locator("h1").textContent(), title);
  const shown = await page.locator(".text").textContent();
  for (const part of ["<script>alert(1)</script>", "<svg onload=alert(2)></svg>", '<a href="javascript:alert(3)">', "{@html", "\u{1f680}"]) assert.ok(shown.includes(part), part);
  assert.equal(await page.locator('.text script, .text svg, .text img, .text b, main a[href^="javascript"]').count(), 0);
  const words = (await page.locator(".piece[role=button]").allTextContents()).join(" ");
  assert.ok(words.includes("Peru accused Chile"), "offsets hold");
  // Letters that turn the direction stay within their own element.
  assert.equal(await page.locator(".text").evaluate((node) => getComputedStyle(node).unicodeBidi), "isolate");
  await done(page);
});

test("ledger, dyad, country and map hold hostile names as text", async () => {
  for (const [hash, sign] of [["#/ledger", ".row"], ["#/dyad?first=PER&second=CHL", "circle.mark"], ["#/country?country=PER", ".speakers"], ["#/map?toward=CHL", "figure"]]) {
    const page = await world.open(hash);
    await page.locator(sign).first().waitFor();
    assert.equal(await page.locator('main script, main img, main [onerror], main [onload], main a[href^="javascript"]').count(), 0);
    await done(page);
  }
});

test("an address with code in it is an address", async () => {
  const page = await world.open(`#/ledger?words=${encodeURIComponent('"><script>alert(1)</script>')}&type=SANCTION`);
  await page.getByText(/^0 acts$/).waitFor();
  assert.equal(await page.getByLabel("Words", { exact: true }).inputValue(), '"><script>alert(1)</script>');
  await done(page);
});

test("an article of ten megabytes with six thousand records opens, and one of them too", async () => {
  const page = await world.open("#/read");
  const article = await world.ask("documents/long");
  const part = article.text.length;
  const times = Math.ceil(10_000_000 / part);
  const events = Array.from({ length: times }, (_, k) => article.events.map((e) => ({ ...e, id: e.id + k * 100_000, begin: e.begin + k * part, end: e.end + k * part }))).flat();
  assert.ok(events.length > 5_000);
  const body = JSON.stringify({ ...article, id: "huge", text: article.text.repeat(times), sentences: [], events });
  await page.route("**/api/v1/documents/huge", (route) => route.fulfill({ body, contentType: "application/json" }));
  await page.evaluate(() => (location.hash = "#/source/huge"));
  await page.locator(".piece").nth(3).click();
  await page.locator(".record").waitFor();
  assert.ok((await page.locator(".text").evaluate((node) => node.textContent.length)) > 9_000_000);
  await done(page);
});

test("an article of a megabyte opens", async () => {
  const page = await world.open("#/source/long");
  await page.locator(".text p").nth(500).waitFor({ state: "attached" });
  await page.getByRole("button", { name: /Peru/ }).first().waitFor();
  await done(page);
});
