// Whether something has changed: a stream without content. It connects again by itself. Of a tab that
// nobody looks at it is closed: over HTTP/1.1 a browser has six connections to a host.

import { Refused } from "./api";
import { caseApi } from "./case-api";
import { session } from "./session";
import { trouble } from "./trouble";

/** A refused stream is tried again after so long, in milliseconds. */
const AGAIN_MS = 5_000;
/** A tab that nobody looks at asks so often, in milliseconds, whether its session is over. */
const HIDDEN_MS = 30_000;

export interface Listener {
  changed(): void;
  connected(there: boolean): void;
}

/** Listens while the tab is looked at; gives back what ends it. */
export function listen(listener: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setInterval> | undefined;
  const close = (): void => {
    clearTimeout(timer);
    clearInterval(hidden);
    source?.close();
  };
  const ends = (): void => {
    close();
    document.removeEventListener("visibilitychange", turns);
  };
  const isOver = (): void => {
    ends();
    if (session.me !== null) trouble(new Refused("signed-out"), () => undefined);
  };
  const asks = (): void => {
    caseApi.list(true).catch((error: unknown) => {
      if (error instanceof Refused && error.code === "signed-out" && session.me !== null) isOver();
    });
  };
  const open = (): void => {
    source = new EventSource("/api/live");
    source.addEventListener("open", () => {
      listener.connected(true);
      // Nobody knows what was missed.
      listener.changed();
    });
    source.addEventListener("changed", () => listener.changed());
    source.addEventListener("out", isOver);
    source.addEventListener("error", () => {
      listener.connected(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, AGAIN_MS);
      // A stream says nothing of why it is refused.
      asks();
    });
  };
  const turns = (): void => {
    close();
    if (document.visibilityState === "hidden") hidden = setInterval(asks, HIDDEN_MS);
    else open();
  };
  document.addEventListener("visibilitychange", turns);
  turns();
  return ends;
}
