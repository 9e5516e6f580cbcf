// The browser is asked not to forget by itself. It may refuse, and nothing relies on it.

export function keepsStorage(): void {
  navigator.storage?.persist().catch(() => undefined);
}
