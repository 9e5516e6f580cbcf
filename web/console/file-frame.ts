// A file in a frame with an origin of its own: what reads the file there has no keys, no network, and
// nothing of the page but the messages below.

import { el } from "../shared/dom";
import { heard, type Asked, type Showing, type Told } from "../viewer/messages";

/** The frame's own script has to come within so long, in milliseconds: on a weak line it is large. */
const COMES_MS = 90_000;
/** Once its page is there, its script says so within so long, in milliseconds. */
const BEGINS_MS = 8_000;
/** The file has to be shown, and a picture drawn anew, within so long, in milliseconds. */
const SHOWS_MS = 60_000;
/** A frame that begins anew, as one does that is moved, is handed the file again so often. */
const MOST_BEGINNINGS = 8;
/** How high a frame is, in CSS pixels, and at most, as a part of the window. */
const LEAST_HEIGHT = 64;
const FIRST_HEIGHT = 240;
const MOST_OF_WINDOW = 0.8;

/** What a frame is for. */
export interface Framed {
  /** What the frame is called, for readers. */
  readonly title: string;
  /** The file, in bytes that nobody else needs: they are handed over. */
  file(): Promise<Showing>;
  /** It is to be seen. */
  shown(): void;
  /** It cannot be shown; the frame is gone. */
  broken(): void;
}

/** One file that is shown, until it leaves. */
export class FileFrame {
  readonly element: HTMLIFrameElement;
  private beginnings = 0;
  private gone = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private redrawn: (bytes: ArrayBuffer | null) => void = () => undefined;
  private readonly listener = (event: MessageEvent<unknown>): void => this.hears(event);

  constructor(
    page: string,
    private readonly framed: Framed,
  ) {
    this.element = el("iframe", { sandbox: "allow-scripts", referrerpolicy: "no-referrer", title: framed.title, src: page });
    this.element.style.height = `${FIRST_HEIGHT}px`;
    addEventListener("message", this.listener);
    this.element.addEventListener("load", () => {
      if (this.beginnings === 0) this.within(BEGINS_MS);
    });
    this.within(COMES_MS);
  }

  /** Nothing of it stays. */
  leaves(): void {
    this.gone = true;
    clearTimeout(this.timer);
    removeEventListener("message", this.listener);
    this.element.remove();
    this.redrawn(null);
  }

  /** The picture alone, drawn anew there as this type. These bytes are the frame's word: whatever ran in
   * it may have made them. Null if none come. */
  redraws(type: string): Promise<ArrayBuffer | null> {
    this.redrawn(null);
    const bytes = new Promise<ArrayBuffer | null>((done) => (this.redrawn = done));
    const { redrawn } = this;
    setTimeout(() => redrawn(null), SHOWS_MS);
    this.asks({ redraw: type });
    return bytes;
  }

  private asks(asked: Asked, handed: Transferable[] = []): void {
    // An origin that is nobody's has no name to send to; the page's policy lets nobody else's in.
    this.element.contentWindow?.postMessage(asked, "*", handed);
  }

  private hears({ source, origin, data }: MessageEvent<unknown>): void {
    // An origin that is nobody's is called so.
    if (source === null || source !== this.element.contentWindow || origin !== "null") return;
    const told = heard(data);
    if (told !== null) this.does(told);
  }

  private does(told: Told): void {
    switch (told.told) {
      case "ready":
        return void this.begins();
      case "shown":
        clearTimeout(this.timer);
        return this.framed.shown();
      case "broken":
        return this.breaks();
      case "height":
        this.element.style.height = `${Math.min(Math.max(told.height, LEAST_HEIGHT), innerHeight * MOST_OF_WINDOW)}px`;
        return;
      case "redrawn":
        return this.redrawn(told.bytes);
    }
  }

  private async begins(): Promise<void> {
    this.beginnings += 1;
    if (this.beginnings > MOST_BEGINNINGS) return this.breaks();
    this.within(SHOWS_MS);
    const show = await this.framed.file();
    if (!this.gone) this.asks({ show }, [show.bytes]);
  }

  private within(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.breaks(), ms);
  }

  private breaks(): void {
    if (this.gone) return;
    this.leaves();
    this.framed.broken();
  }
}
