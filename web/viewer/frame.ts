// The frame's side: it hears the page that made it and nobody else, and is as high as what it shows.

import { el } from "../shared/dom";
import type { Asked, Showing, Told } from "./messages";

/** What a frame does with a file. */
export interface Viewer {
  /** Shows it in this place; refused if it cannot be shown. */
  shows(file: Showing, place: HTMLElement): Promise<void>;
  /** The picture alone, as this type. */
  redraws?(type: string): Promise<Blob>;
}

/** To the page of the same server and to no other: this frame's own address is that server's. */
function tells(told: Told, bytes: ArrayBuffer | null = null): void {
  parent.postMessage(told, location.origin, bytes === null ? [] : [bytes]);
}

async function shows(viewer: Viewer, file: Showing): Promise<void> {
  document.documentElement.lang = file.language;
  document.title = file.name;
  const place = el("main", {}, el("h1", { class: "unseen", text: file.name }));
  document.body.replaceChildren(place);
  try {
    await viewer.shows(file, place);
    tells({ told: "shown" });
    const height = (): void => tells({ told: "height", height: place.getBoundingClientRect().height });
    new ResizeObserver(height).observe(place);
    height();
  } catch {
    place.remove();
    tells({ told: "broken" });
  }
}

async function redraws({ redraws }: Viewer, type: string): Promise<void> {
  const bytes = await redraws?.(type).then((alone) => alone.arrayBuffer(), () => null);
  tells({ told: "redrawn", bytes: bytes ?? null }, bytes ?? null);
}

/** Calls between browsers are the one way to a network that no policy of a page closes. A frame within
 * this one would have an origin of its own again, and its names are not to be had from here. */
function shutsCalls(): void {
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) Reflect.deleteProperty(globalThis, name);
}

/** Says that it is there, and does what it is asked. */
export function listens(viewer: Viewer): void {
  shutsCalls();
  addEventListener("message", ({ source, origin, data }: MessageEvent<Asked>) => {
    if (source !== parent || origin !== location.origin) return;
    if ("show" in data) void shows(viewer, data.show);
    else if ("redraw" in data) void redraws(viewer, data.redraw);
  });
  tells({ told: "ready" });
}
