// Whether somebody can read and press what the console shows: in light and dark, and in each language on
// the narrowest phone.

import type { Page } from "playwright-core";
import { LANGUAGES, type Language } from "../shared/languages";
import { contrastFaults, faults } from "./axe";

export const NARROW = { width: 320, height: 640 };
/** What is pressed is so wide and high at least, in CSS pixels (WCAG 2.5.8). */
const SMALLEST = 24;

/** What is looked for in what is shown. */
export interface Expected {
  /** What the heading says, by language. */
  title(language: Language): string;
  /** What else can be read, by language. */
  texts(language: Language): readonly string[];
}

/** What a page shows, as its layout has it. */
interface Shown {
  readonly language: string;
  readonly name: string;
  readonly headings: readonly string[];
  readonly landmarks: readonly string[];
  readonly width: number;
  readonly cut: readonly string[];
  readonly small: readonly string[];
  readonly text: string;
}

/** Runs in the page. */
function shown(smallest: number): Shown {
  const seen = [...document.body.querySelectorAll<HTMLElement>("*")].filter(
    (e) => e.checkVisibility() && e.getClientRects().length > 0 && e.closest("svg") === null,
  );
  const name = (e: Element): string => `${e.tagName.toLowerCase()} “${(e.textContent ?? "").trim().slice(0, 40)}”`;
  const texts = (e: Element): Node[] => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim() !== "");
  const blockOf = (e: Element): Element => (getComputedStyle(e).display === "inline" && e.parentElement !== null ? blockOf(e.parentElement) : e);
  const isCut = (e: HTMLElement): boolean => {
    // What is typed scrolls, and what is chosen from is shown whole by the browser.
    if (e.matches("input, textarea, select, option")) return false;
    const block = blockOf(e);
    const edge = block.getBoundingClientRect();
    const style = getComputedStyle(block);
    const left = edge.left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
    const right = edge.right - parseFloat(style.borderRightWidth) - parseFloat(style.paddingRight);
    const outside = texts(e).some((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].some((rect) => rect.left < left - 1 || rect.right > right + 1);
    });
    const hides = style.overflowY !== "visible" && block.scrollHeight > block.clientHeight + 1;
    return texts(e).length > 0 && (outside || hides || block.scrollWidth > block.clientWidth);
  };
  const isSmall = (e: Element): boolean => {
    const { width, height } = e.getBoundingClientRect();
    return e.matches("button, select, summary, input, textarea") && (width < smallest || height < smallest);
  };
  return {
    language: document.documentElement.lang,
    name: document.title,
    headings: seen.filter((e) => e.matches("h1")).map((e) => e.textContent ?? ""),
    landmarks: seen.filter((e) => e.matches("body > header, main")).map((e) => e.tagName.toLowerCase()),
    width: document.documentElement.scrollWidth,
    cut: seen.filter(isCut).map(name),
    small: seen.filter(isSmall).map(name),
    text: document.body.innerText,
  };
}

/** A name for what is wrong, where something is. */
function wrong(what: string, found: readonly unknown[]): string[] {
  return found.length === 0 ? [] : [`${what}: ${JSON.stringify(found)}`];
}

/** What is wrong in what is shown, in the page's language of the moment. */
async function layoutFaults(page: Page, expected: Expected, language: Language): Promise<string[]> {
  const at = await page.evaluate(shown, SMALLEST);
  const title = expected.title(language);
  const flat = at.text.replace(/\s+/g, " ");
  const found = [
    ...wrong("language", at.language === language ? [] : [at.language]),
    ...wrong("headings", at.headings.join() === title ? [] : at.headings),
    ...wrong("name of the page", at.name === title || at.name === `${title} · Habeas` ? [] : [at.name]),
    ...wrong("landmarks", at.landmarks.join() === "header,main" ? [] : at.landmarks),
    ...wrong("wider than the screen", at.width <= NARROW.width ? [] : [at.width]),
    ...wrong("text is cut off", at.cut),
    ...wrong("too small to press", at.small),
    ...wrong("not said", expected.texts(language).filter((text) => !flat.includes(text.replace(/\s+/g, " ")))),
    ...wrong("without words", flat.match(/\bcs-[a-z-]+/g) ?? []),
  ];
  return found.map((line) => `${language}: ${line}`);
}

async function speaks(page: Page, language: Language): Promise<void> {
  const words = page.waitForResponse((of) => of.url().endsWith(`/words/${language}`));
  await page.locator("#language").selectOption(language);
  await words;
  await page.locator(`html[lang="${language}"]`).waitFor();
}

/** What axe has looked at already, but for what can be read in it. */
const known = new Set<string>();

/** What axe finds in light and dark; looked for once where only the words are others. */
async function axeFaults(page: Page): Promise<string[]> {
  const made = (await page.locator("body").innerHTML()).replace(/>[^<]+</g, "><");
  if (known.has(made)) return [];
  known.add(made);
  const found = await faults(page);
  await page.emulateMedia({ colorScheme: "dark" });
  // It is drawn so before it is looked at.
  await page.evaluate(() => new Promise(requestAnimationFrame));
  found.push(...(await contrastFaults(page)).map((line) => `dark: ${line}`));
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** All that is wrong in what is shown on the narrowest phone. `again` brings about anew what a change of the
 * language takes away. The page is in English before and after. */
export async function flaws(page: Page, expected: Expected, again: (language: Language) => Promise<void>): Promise<string[]> {
  const found = [...(await axeFaults(page)), ...(await layoutFaults(page, expected, "en"))];
  for (const language of [...LANGUAGES.filter((of) => of !== "en"), "en" as const]) {
    await speaks(page, language);
    await again(language);
    if (language !== "en") found.push(...(await layoutFaults(page, expected, language)));
  }
  return found;
}
