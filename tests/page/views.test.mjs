// Each of the seven views over the example dispatches, as a reader uses it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { done, examples, repository, World } from "./browser.mjs";

let world;
before(async () => (world = await World.start([examples], { write: true })));
after(() => world?.end());

async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("map: colours, hatches, tells on hover and focus, moves in time, outlines, saves, opens a dyad", async () => {
  const page = await world.open("#/map?toward=RUS&focus=world");
  const told = await world.ask("map?toward=RUS");
  const rows = told.frames.at(-1).rows;
  const judged = rows.find((r) => r.code === "KAZ");
  assert.ok(judged.change !== undefined, "the examples say something of Kazakhstan");
  const kazakhstan = page.locator('path[role="button"][aria-label^="Kazakhstan:"]');
  await kazakhstan.waitFor();
  assert.match(await kazakhstan.getAttribute("aria-label"), new RegExp(`probability ${Math.round(judged.probability * 100)} %`));
  assert.match(await kazakhstan.getAttribute("fill"), /^var\(--(away|toward|steady)/);
  const silent = rows.find((r) => r.change === undefined);
  const hatched = page.locator(`path[role="button"][aria-label^="${silent.name}:"]`);
  assert.match(await hatched.getAttribute("fill"), /^url\(#/);

  await kazakhstan.focus();
  const hint = page.locator(".hint");
  await hint.waitFor();
  assert.match(await hint.innerText(), new RegExp(`Kazakhstan[^]*${judged.verdict}[^]*probability`));
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), await kazakhstan.getAttribute("aria-label"));

  const slider = page.locator('input[type="range"]');
  await page.waitForFunction(() => document.querySelector('input[type="range"]')?.disabled === false);
  const before = await page.locator("output").innerText();
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((text) => document.querySelector("output").innerText !== text, before);
  assert.match(page.url(), /end=/, "the window is in the address");

  await page.getByRole("combobox", { name: "Outline" }).selectOption("EU");
  await page.getByRole("button", { name: "EU: outline no longer" }).waitFor();
  assert.match(page.url(), /outline=EU/);
  const heading = await page.locator("figure").first().locator("h2").innerText();
  const svg = await saved(page, () => page.getByRole("button", { name: `Save as SVG: ${heading}` }).click());
  assert.match(svg.bytes.toString(), /^<svg[^]*Kazakhstan[^]*<\/svg>$/);
  assert.ok(!svg.bytes.toString().includes("var(--"), "colours are frozen");
  const png = await saved(page, () => page.getByRole("button", { name: `Save as PNG: ${heading}` }).click());
  assert.deepEqual([...png.bytes.subarray(1, 4)], [..."PNG"].map((c) => c.charCodeAt(0)));
  await page.getByRole("button", { name: `Table: ${heading}` }).click();
  assert.equal(await page.locator("figure").first().locator("tbody tr").count() > 0, true);

  await kazakhstan.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Kazakhstan and Russia" }).waitFor();
  await done(page);
});

test("country: verdict, partners, diversification, floor, acts and claims", async () => {
  const page = await world.open("#/country?country=KAZ");
  const told = await world.ask("country?country=KAZ");
  await page.getByRole("heading", { level: 1, name: "Kazakhstan" }).waitFor();
  await page.getByText(told.verdict).waitFor();
  for (const title of ["With whom it goes where", "Whose cooperation", "How many partners that amounts to", "What holds it to Russia", "Newest acts", "Who says what of it"]) await page.getByRole("heading", { name: title }).waitFor();
  assert.equal(await page.getByRole("img", { name: /^Kazakhstan and / }).count(), told.partners.length);
  assert.equal(await page.locator('section[aria-label="Newest acts"] li').count(), told.newest.length);
  await page.getByRole("button", { name: "Table: With whom it goes where" }).click();
  await page.getByRole("rowheader", { name: "Russia", exact: true }).waitFor();
  await page.locator('section[aria-label="Newest acts"] li a').first().click();
  await page.getByRole("heading", { level: 1, name: told.newest[0].title }).waitFor();
  await done(page);
});

test("dyad: series, every act a mark that opens its record, a story, two side by side", async () => {
  const page = await world.open("#/dyad?first=KAZ&second=RUS");
  const told = await world.ask("dyad?first=KAZ&second=RUS");
  await page.getByRole("heading", { level: 1, name: "Kazakhstan and Russia" }).waitFor();
  const dated = told.marks.filter((m) => m.day);
  await page.waitForFunction((n) => document.querySelectorAll("circle.mark").length === n, dated.length);
  const forth = dated.filter((m) => m.direction === "forth");
  const last = page.locator("circle.mark").nth(forth.length - 1);
  await last.focus();
  await page.keyboard.press("Enter");
  const card = page.getByRole("region", { name: /The act of Kazakhstan and Russia/ });
  await card.locator("blockquote").waitFor();
  assert.ok((await card.innerText()).includes(forth.at(-1).type));
  await page.getByRole("button", { name: /^Table: What Kazakhstan did/ }).click();
  assert.equal(await page.locator("figure").first().locator("tbody tr").count(), told.forth.points.length);
  await page.getByRole("button", { name: "Another beside it" }).click();
  await page.getByRole("heading", { level: 1, name: "Two dyads" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("main section > .head h2").length === 2);
  assert.match(page.url(), /first2=KAZ/);
  await done(page);
});

test("dyad: a story's acts are shown, and one opens", async () => {
  const told = await world.ask("dyad?first=AZE&second=USA");
  assert.equal(told.chains.length > 0, true, "the examples tell a story of them");
  const page = await world.open("#/dyad?first=AZE&second=USA");
  const steps = page.locator(".steps button");
  await steps.first().waitFor();
  assert.equal(await steps.count(), told.chains.reduce((sum, c) => sum + c.events.length, 0));
  await steps.first().click();
  await page.locator(".card blockquote").waitFor();
  const story = page.locator("li > .head button").first();
  await story.click();
  assert.equal(await story.getAttribute("aria-pressed"), "true");
  await done(page);
});

test("ledger: filters in the address, sorts, opens, exports what is shown", async () => {
  const page = await world.open("#/ledger");
  const all = (await world.ask("events/count")).count;
  await page.getByText(`${all} acts`, { exact: true }).waitFor();
  assert.ok((await page.getByRole("row").count()) < 60, "only rows in sight stand in the page");
  await page.getByRole("combobox", { name: "Type" }).selectOption("SANCTION");
  const some = (await world.ask("events/count?type=SANCTION")).count;
  assert.ok(some > 0 && some < all);
  await page.getByText(`${some} acts`, { exact: true }).waitFor();
  assert.match(page.url(), /type=SANCTION/);
  await page.getByLabel("Words", { exact: true }).fill("wheat");
  const few = (await world.ask("events/count?type=SANCTION&words=wheat")).count;
  assert.ok(few > 0 && few < some);
  await page.getByText(new RegExp(`^${few} acts?$`)).waitFor();
  assert.match(page.url(), /words=wheat/);

  // The same address elsewhere shows the same.
  const elsewhere = await world.open(new URL(page.url()).hash);
  await elsewhere.getByText(new RegExp(`^${few} acts?$`)).waitFor();
  await done(elsewhere);

  const jsonl = await saved(page, () => page.getByRole("link", { name: "JSON Lines" }).click());
  const lines = jsonl.bytes.toString().trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines.length, few);
  assert.ok(lines.every((e) => e.type === "SANCTION"));
  const csv = await saved(page, () => page.getByRole("link", { name: "CSV" }).click());
  assert.ok(csv.bytes.toString().includes("SANCTION"));

  await page.getByRole("button", { name: "No filter" }).click();
  await page.getByText(`${all} acts`, { exact: true }).waitFor();
  await page.getByRole("button", { name: "Score" }).click();
  await page.locator('[role="columnheader"][aria-sort="descending"]', { hasText: "Score" }).waitFor();
  const best = (await world.ask("events?sort=score&order=desc&limit=1")).rows[0];
  await page.locator('.row[data-row="0"]', { hasText: best.type }).waitFor();
  await page.locator('.row[data-row="0"]').focus();
  await page.keyboard.press("End");
  await page.keyboard.press("End");
  await page.waitForFunction(() => Number(document.activeElement.dataset.row) > 50);
  await page.keyboard.press("Enter");
  await page.locator("aside blockquote").waitFor();
  await page.getByRole("combobox", { name: "Records" }).selectOption("claims");
  await page.getByText(/^\d+ claims$/).waitFor();
  await done(page);
});

test("source: underlines each record's words, shows speaker, tree and frame, keeps a correction", async () => {
  const event = (await world.ask("events?type=SANCTION&words=wheat&limit=1")).rows[0];
  const page = await world.open(`#/source/${encodeURIComponent(event.document)}?record=${event.id}`);
  const article = await world.ask(`documents/${encodeURIComponent(event.document)}`);
  await page.getByRole("heading", { level: 1, name: article.title }).waitFor();
  for (const record of [...article.events, ...article.claims]) {
    const words = [...article.text].slice(record.begin, record.end).join("").replace(/\s+/g, " ");
    const shown = (await page.locator(".text").innerText()).replace(/(accuse|agree|aid|assault|causal|coerce|concede|conditional|constraint|consult|cooperate|counterfactual|evaluation|forecast|mobilize|not|protest|reject|request|retreat|sanction|support|threaten|trend)/g, "").replace(/\s+/g, "");
    assert.ok(shown.includes(words.replace(/(accuse|agree|aid|assault|causal|coerce|concede|conditional|constraint|consult|cooperate|counterfactual|evaluation|forecast|mobilize|not|protest|reject|request|retreat|sanction|support|threaten|trend)/g, "").replace(/\s+/g, "")), words);
  }
  const card = page.getByRole("region", { name: "The chosen record" });
  await card.getByText("Told by").waitFor();
  await card.getByText("Tree and frame").click();
  await card.getByRole("img", { name: /^Tree of/ }).waitFor();
  await card.getByText("How its records came about").waitFor();

  await card.getByText("Is it wrong?").click();
  await card.getByLabel("say what should stand instead").check();
  await card.getByRole("combobox", { name: "Type" }).selectOption("REJECT");
  await card.getByLabel("Note").fill("Only a test.");
  await card.getByRole("button", { name: "Mark wrong" }).click();
  await card.getByText("Only a test.").first().waitFor();
  const corrections = (await world.ask("corrections")).rows;
  assert.equal(corrections.length, 1);
  assert.deepEqual([corrections[0].record, corrections[0].verdict, corrections[0].fields.type], [event.id, "wrong", "REJECT"]);
  const same = (await world.ask(`documents/${encodeURIComponent(event.document)}`)).events.find((e) => e.id === event.id);
  assert.equal(same.type, "SANCTION", "the record itself stays");
  await done(page);
});

test("scenario: a slider redraws, a file opens and is saved, Monte Carlo runs", async () => {
  const page = await world.open("#/scenario");
  await page.getByText(/The forecast is/).waitFor();
  await page.locator('input[type="file"]').setInputFiles(join(repository, "examples", "pipeline-transit.toml"));
  await page.getByRole("heading", { level: 1, name: "Whose pipeline carries the country's oil" }).waitFor();
  const forecast = page.locator(".result .lede");
  const before = await forecast.innerText();
  const slider = page.getByLabel("capability of Patron", { exact: true });
  await slider.focus();
  await page.keyboard.press("Home");
  await page.waitForFunction((text) => document.querySelector(".result .lede").innerText !== text, before);
  await page.keyboard.press("End");
  await page.getByRole("heading", { name: "If Country must choose" }).waitFor();
  await page.getByRole("heading", { name: "Who may clash" }).waitFor();
  await page.getByRole("button", { name: "Run over the uncertainty" }).click();
  await page.getByRole("heading", { name: "What uncertainty makes of it" }).waitFor();
  const file = await saved(page, () => page.getByRole("button", { name: "Save as file" }).click());
  assert.match(file.name, /\.toml$/);
  assert.match(file.bytes.toString(), /\[\[actor\]\][^]*Patron/);
  await done(page);
});

test("scenario: made from the ledger", async () => {
  const page = await world.open("#/scenario");
  await page.getByLabel("or from the ledger: country").fill("Kazakhstan");
  await page.getByLabel("and its patron").fill("Russia");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.waitForFunction(() => [...document.querySelectorAll('[aria-label^="Name of actor"]')].some((i) => i.value === "Kazakhstan"));
  await done(page);
});

test("read: a pasted article and a file become records", async () => {
  const page = await world.open("#/read");
  await page.getByLabel("Paste an article").fill("Peru expels envoy\n\nPeru expelled the ambassador of Bolivia on Monday.");
  await page.getByLabel("Date, where none is stated").fill("2024-03-05");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByRole("heading", { name: /^1 article added/ }).waitFor();
  await page.getByRole("link", { name: /Peru .* Bolivia/ }).first().waitFor();
  await page.locator('input[type="file"]').first().setInputFiles([
    { name: "visit.txt", mimeType: "text/plain", buffer: Buffer.from("The president of France visited Chad on 4 March 2024.\n") },
    { name: "picture.png", mimeType: "image/png", buffer: Buffer.from([1, 2, 3]) },
  ]);
  await page.getByRole("link", { name: /France.* Chad/ }).first().waitFor();
  await page.getByText(/picture\.png: not an article/).waitFor();
  await page.getByRole("link", { name: /France.* Chad/ }).first().click();
  await page.locator(".text").waitFor();
  await done(page);
});

test("keyboard, theme, unknown addresses", async () => {
  const page = await world.open("#/nowhere");
  await page.getByRole("heading", { level: 1, name: /^Toward or away/ }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "To the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await page.getByRole("button", { name: "Dark colours" }).click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark", "the choice is kept");
  await done(page);

  const wrong = await world.open("#/dyad?first=Atlantis&second=RUS", { allow: ["400"] });
  await wrong.getByRole("alert").filter({ hasText: "Atlantis" }).waitFor();
  await done(wrong);
  const none = await world.open("#/source/none", { allow: ["404"] });
  await none.getByRole("alert").waitFor();
  await done(none);
});
