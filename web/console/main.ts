// Where the console begins: a link is redeemed, or whoever is in sees their page.

import { el } from "../shared/dom";
import { firstLanguage, isLanguage, LANGUAGE_NAMES, LANGUAGES, remember, type Language } from "../shared/languages";
import { api } from "./api";
import { enrol } from "./enrol";
import { home } from "./home";
import { showAgain } from "./screen";
import { signIn } from "./sign-in";
import { trouble } from "./trouble";
import { loadWords, pageLanguage, word } from "./words";

function header(): void {
  const options = LANGUAGES.map((language) =>
    el("option", { value: language, lang: language, text: LANGUAGE_NAMES[language], selected: language === pageLanguage() }),
  );
  const select = el("select", { id: "language", "aria-label": word("cs-language") }, ...options);
  select.addEventListener("change", () => {
    const chosen = select.value as Language;
    remember(chosen);
    void speak(chosen).then(() => document.querySelector<HTMLElement>("#language")?.focus());
  });
  const mark = el("img", { src: "/icon.svg", alt: "", width: "36", height: "36" });
  document.querySelector("#top")?.replaceChildren(mark, el("p", { class: "name", text: word("cs-title") }), select);
}

async function speak(language: Language): Promise<void> {
  await loadWords(language);
  header();
  showAgain();
}

/** The secret of a link is taken out of the address at once, and is good once. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== "") history.replaceState(null, "", location.pathname);
  return token;
}

async function begin(token: string): Promise<void> {
  try {
    const redeemed = await api.redeem(token);
    await loadWords(isLanguage(redeemed.language) ? redeemed.language : pageLanguage());
    header();
    if (redeemed.purpose === "enrol") enrol(redeemed);
    else signIn(redeemed);
  } catch (error) {
    trouble(error, () => void begin(token));
  }
}

// A link that is opened where the console is shown already changes nothing but the end of the address.
addEventListener("hashchange", () => {
  const token = takeToken();
  if (token !== "") void begin(token);
});

const token = takeToken();
await loadWords(firstLanguage());
header();
await (token === "" ? home() : begin(token));
