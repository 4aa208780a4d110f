import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SIDEBAR_PAGES } from "../../site/.vitepress/sidebar.ts";
import { AXE_SOURCE } from "../../site/browser/axe-source.ts";
import { type Browser, openBrowser, type Page } from "../../site/browser/open-browser.ts";
import { type ServedSite, serveSite } from "../../site/browser/serve-site.ts";
import { PAGES, ROOT } from "./blocks/pages.ts";

/** A page of each kind. */
const JUDGED = ["", "tasks", "configuration", "errors", "costs", "api/celeriac/client"];

describe("the site", () => {
  let site: ServedSite;
  let browser: Browser;

  beforeAll(async () => {
    await promisify(execFile)("npm", ["run", "--silent", "docs:build"], { cwd: ROOT });
    [site, browser] = await Promise.all([serveSite(join(ROOT, "site/dist")), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  const open = async (
    path: string,
    { faults = [], scheme = "light" }: Visit = {},
  ): Promise<Page> => {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 900 },
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    page.on("console", (said) => said.type() === "error" && faults.push(`${path}: ${said.text()}`));
    page.on("pageerror", (error) => faults.push(`${path}: ${error.message}`));
    await page.goto(`${site.address}/${path}`);
    await page.waitForFunction("document.querySelector('#app').__vue_app__ !== undefined");
    return page;
  };

  it("has every page, and no page says an error on the console", async () => {
    const faults: string[] = [];
    for (const path of ["", ...SIDEBAR_PAGES.map((page) => page.replace(/index$/, ""))]) {
      const page = await open(path, { faults });
      expect(await page.title()).not.toContain("404");
      await page.close();
    }
    expect(faults).toEqual([]);
  });

  it("leads on from its home page", async () => {
    const page = await open("");
    const paths = await page.evaluate<string[]>(
      "[...document.querySelectorAll('main a, .VPHome a')].map((link) => link.pathname)",
    );
    expect(paths.length).toBeGreaterThan(20);
    for (const path of new Set(paths))
      expect((await page.request.get(`${site.address}${path}`)).status(), path).toBe(200);
    await page.close();
  });

  it("is searched: who looks for a redrive finds the guide first", async () => {
    const page = await open("tasks");
    await page.keyboard.press("Control+k");
    await page.locator("input.search-input").fill("redrive");
    const first = page.locator(".results .result").first();
    expect(await first.getAttribute("href")).toMatch(/^\/retries-and-dead-letters/);
    expect(await page.locator(".results .result").count()).toBeGreaterThan(5);
    await page.close();
  });

  it.each(["light", "dark"] as const)(
    "has no serious fault of accessibility, %s",
    async (scheme) => {
      const faults: string[] = [];
      for (const path of JUDGED) {
        const page = await open(path, { scheme });
        await page.evaluate(AXE_SOURCE);
        faults.push(...(await seriousFaults(page)).map((fault) => `/${path} ${fault}`));
        await page.close();
      }
      expect(faults).toEqual([]);
    },
  );

  it.each([1280, 1440, 1680, 1920])("shows its whole sidebar at %i pixels", async (width) => {
    const page = await open("tasks");
    await page.setViewportSize({ width, height: 900 });
    const wide = "document.querySelector('.VPSidebar').getBoundingClientRect().width >= 272";
    expect(await page.evaluate(wide)).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await page.close();
  });

  it("fits a telephone's width", async () => {
    const page = await open("");
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of JUDGED) {
      await page.goto(`${site.address}/${path}`);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(390);
    }
    await page.close();
  });
});

describe("the sidebar", () => {
  const pages = PAGES.filter((page) => page.startsWith("docs/") && page !== "docs/index.md");

  it("leads to every page of docs/", () => {
    expect(pages.filter((page) => !SIDEBAR_PAGES.includes(page.slice(5, -3)))).toEqual([]);
  });

  it("leads to no other", () => {
    const written = SIDEBAR_PAGES.filter((page) => !page.startsWith("api/"));
    expect(written.filter((page) => !existsSync(join(ROOT, `docs/${page}.md`)))).toEqual([]);
  });
});

interface Visit {
  /** Takes what the page says of its errors. */
  readonly faults?: string[];
  readonly scheme?: "light" | "dark";
}

/** What axe-core calls serious or critical, each with the first element that has it. */
function seriousFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes[0].html + " " + nodes[0].failureSummary))`);
}
