// How seven words are typed: apart from the list of words, which is large.

/** What was typed, as words are wrapped: small letters, one space between. */
export function tidied(typed: string): string {
  return typed.toLowerCase().replace(/[\s,.;]+/g, " ").trim();
}
