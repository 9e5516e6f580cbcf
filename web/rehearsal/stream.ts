// The one stream of events. It connects again by itself and then tells everything anew.

import type { Language } from "../shared/languages";
import type { Chat, Stage, Strip } from "./contract";

export interface Listener {
  reset(): void;
  stage(stage: Stage): void;
  chat(chat: Chat): void;
  strip(strip: Strip): void;
  connected(there: boolean): void;
}

/** Listens; gives back what ends it. */
export function listen(language: Language, listener: Listener): () => void {
  const source = new EventSource(`/events?language=${language}`);
  const on = <T>(name: string, act: (data: T) => void): void => {
    source.addEventListener(name, (event) => act(JSON.parse((event as MessageEvent<string>).data) as T));
  };
  on("reset", () => listener.reset());
  on<Stage>("stage", (stage) => listener.stage(stage));
  on<Chat>("chat", (chat) => listener.chat(chat));
  on<Strip>("strip", (strip) => listener.strip(strip));
  source.addEventListener("open", () => listener.connected(true));
  source.addEventListener("error", () => listener.connected(false));
  return () => source.close();
}
