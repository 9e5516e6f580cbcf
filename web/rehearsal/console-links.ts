// Links into this rehearsal's own console: no other link of a chat leads anywhere.

let origin: string | null = null;

export function setConsole(of: string): void {
  origin = of;
}

export function leadsToConsole(url: string): boolean {
  return origin !== null && url.startsWith(`${origin}/#`);
}
