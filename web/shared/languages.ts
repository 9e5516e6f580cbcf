// The languages of the pages, and which one a page begins in.

export const LANGUAGES = ["en", "ru", "kk", "uk"] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  ru: "Русский",
  kk: "Қазақша",
  uk: "Українська",
};

const REMEMBERED = "habeas-language";

export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The one chosen before, else the first of the browser's that the pages speak. */
export function firstLanguage(): Language {
  const remembered = sessionStorage.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

export function remember(language: Language): void {
  sessionStorage.setItem(REMEMBERED, language);
}
