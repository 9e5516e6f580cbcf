// Whether something has changed: a stream without content. It connects again by itself.

import { Refused } from "./api";
import { caseApi } from "./case-api";
import { session } from "./session";
import { trouble } from "./trouble";

/** A refused stream is tried again after so long, in milliseconds. */
const AGAIN_MS = 5_000;

export interface Listener {
  changed(): void;
  connected(there: boolean): void;
}

/** Listens; gives back what ends it. */
export function listen(listener: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = (): void => {
    clearTimeout(timer);
    source?.close();
  };
  const open = (): void => {
    source = new EventSource("/api/live");
    source.addEventListener("open", () => {
      listener.connected(true);
      // Nobody knows what was missed.
      listener.changed();
    });
    source.addEventListener("changed", () => listener.changed());
    source.addEventListener("out", () => {
      close();
      if (session.me !== null) trouble(new Refused("signed-out"), () => undefined);
    });
    source.addEventListener("error", () => {
      listener.connected(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, AGAIN_MS);
      // A stream says nothing of why it is refused.
      caseApi.list(true).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.code !== "signed-out" || session.me === null) return;
        close();
        trouble(error, () => undefined);
      });
    });
  };
  open();
  return close;
}
