// `web/build.mjs` reads them where the server has them.
declare module "virtual:voice-words" {
  export const WORDS: readonly string[];
  /** A Latin letter of the words, and the Cyrillic one in its place. */
  export const LETTERS: readonly (readonly [string, string])[];
}
