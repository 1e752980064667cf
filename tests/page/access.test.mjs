// axe-core finds nothing serious or critical in any view, light or dark, wide or narrow; and nothing sticks out on a telephone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { done, examples, serious, World } from "./browser.mjs";

let world;
let views;
before(async () => {
  world = await World.start([examples], { write: true });
  const event = (await world.ask("events?type=SANCTION&words=wheat&limit=1")).rows[0];
  views = {
    map: ["#/map?toward=RUS&outline=EU,CSTO", 'path[role="button"]'],
    country: ["#/country?country=KAZ", ".speakers details"],
    dyad: ["#/dyad?first=ARM&second=RUS", "circle.mark"],
    "two dyads": ["#/dyad?first=ARM&second=RUS&first2=KAZ&second2=RUS", "section + section circle.mark"],
    ledger: ["#/ledger", '.row[data-row="3"]'],
    source: [`#/source/${encodeURIComponent(event.document)}?record=${event.id}`, ".record"],
    "source, list": ["#/source", ".list li"],
    scenario: ["#/scenario", ".result figure svg"],
    read: ["#/read", "textarea"],
  };
});
after(() => world?.end());

for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`${scheme}, ${width} pixels wide`, async () => {
      const wrong = [];
      for (const [name, [hash, sign]] of Object.entries(views)) {
        const page = await world.open(hash, { scheme, width });
        await page.locator(sign).first().waitFor();
        for (const button of await page.getByRole("button", { name: /^Table/ }).all()) await button.click();
        for (const details of await page.locator("main summary").all()) if (name === "source") await details.click();
        wrong.push(...(await serious(page)).map((found) => `${name}: ${found}`));
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) wrong.push(`${name}: sticks out by ${over} pixels`);
        await done(page);
      }
      assert.deepEqual(wrong, []);
    });
  }
}
