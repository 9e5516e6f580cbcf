// A file of a case: fetched through the server, opened here, shown as what it is and as nothing else.

import { button, el } from "../shared/dom";
import { Refused } from "./api";
import { caseApi } from "./case-api";
import type { CaseKeys } from "./case-open";
import type { TelegramFile } from "./entry-body";
import { reasonFor } from "./refusals";
import { session } from "./session";
import { pageLanguage, word } from "./words";

interface Known {
  /** How the name of such a file ends. */
  readonly end: string;
  /** In what it is shown; null: it is only saved. */
  readonly shown: "img" | "audio" | "video" | null;
  /** What browsers call it, if that is another name. */
  readonly type?: string;
}

/** What files there are, as the server tells them apart by their first bytes. Shown is what families
 * send as a picture, which Telegram makes a JPEG of: whatever else is read here could be made to harm
 * the page that holds the keys. */
const KNOWN: Readonly<Record<string, Known>> = {
  "image/jpeg": { end: "jpg", shown: "img" },
  "image/png": { end: "png", shown: "img" },
  "image/gif": { end: "gif", shown: null },
  "image/webp": { end: "webp", shown: null },
  "image/avif": { end: "avif", shown: null },
  "audio/ogg": { end: "ogg", shown: "audio" },
  "audio/opus": { end: "opus", shown: "audio", type: "audio/ogg" },
  "audio/mpeg": { end: "mp3", shown: "audio" },
  "audio/m4a": { end: "m4a", shown: "audio", type: "audio/mp4" },
  "audio/x-wav": { end: "wav", shown: "audio" },
  "audio/aac": { end: "aac", shown: "audio" },
  "video/mp4": { end: "mp4", shown: "video" },
  "video/webm": { end: "webm", shown: "video" },
  "video/quicktime": { end: "mov", shown: "video" },
  "image/bmp": { end: "bmp", shown: null },
  "image/heif": { end: "heic", shown: null },
  "image/tiff": { end: "tiff", shown: null },
  "application/pdf": { end: "pdf", shown: null },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": { end: "docx", shown: null },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { end: "xlsx", shown: null },
};
const OTHER: Known = { end: "bin", shown: null, type: "application/octet-stream" };

/** A type that is not on the list is none that a browser does anything with. */
function known(type: string): Known {
  return (Object.hasOwn(KNOWN, type) ? KNOWN[type] : undefined) ?? OTHER;
}

/** A file that is open. */
interface Opened {
  readonly blob: Blob;
  readonly known: Known;
}

/** A file as it leaves the console. */
export interface Saved {
  readonly blob: Blob;
  /** How its name ends. */
  readonly end: string;
  /** A picture and nothing beside it; otherwise it keeps what is hidden in it. */
  readonly alone: boolean;
}

/** The files of one case that are open in this page. */
export class CaseFiles {
  private readonly urls: string[] = [];
  private left = false;

  constructor(
    private readonly code: string,
    private readonly keys: CaseKeys,
  ) {}

  /** Nothing of them stays in the page. */
  leaves(): void {
    this.left = true;
    for (const url of this.urls.splice(0)) URL.revokeObjectURL(url);
  }

  /** Shows it there, or why not. */
  async show(seq: number, { file_id }: TelegramFile, place: HTMLElement): Promise<void> {
    place.replaceChildren(el("p", { text: word("cs-file-comes") }));
    try {
      const opened = await this.fetched(seq, file_id);
      if (this.left) return;
      const shown = opened === null ? [el("p", { text: word("cs-file-shut") })] : this.parts(seq, opened);
      place.replaceChildren(...shown);
    } catch (error) {
      const { title } = reasonFor(error instanceof Refused ? error.code : "fault");
      place.replaceChildren(el("p", { text: word(title) }));
    }
  }

  /** What is saved of it: a picture alone, all else as it is. Null if it does not open. */
  async saved(seq: number, { file_id }: TelegramFile): Promise<Saved | null> {
    const opened = await this.fetched(seq, file_id);
    if (opened === null) return null;
    const { blob, known: { end, shown } } = opened;
    return shown === "img" ? { blob: await pictureAlone(blob), end, alone: true } : { blob, end, alone: false };
  }

  /** Null if it does not open. What the server's disk lost is fetched anew by asking once more. */
  private async fetched(seq: number, fileId: string, times = 2): Promise<Opened | null> {
    const { file, type } = await caseApi.file(this.code, seq, fileId);
    const answer = await fetch(caseApi.fileAt(this.code, file)).catch(() => null);
    if (answer?.status === 410 && times > 1) return this.fetched(seq, fileId, times - 1);
    if (answer === null || !answer.ok) throw new Refused(answer?.status === 410 ? "gone" : "away");
    const generation = Number(answer.headers.get("x-habeas-generation"));
    const sealed = new Uint8Array(await answer.arrayBuffer());
    // The case may have got a new key for it.
    if (!this.keys.has(generation) && session.keys !== null) {
      await this.keys.opens((await caseApi.one(this.code, pageLanguage(), true)).keys, session.keys);
    }
    const plain = await this.keys.decrypt(generation, sealed);
    if (plain === null) return null;
    const as = known(type);
    return { known: as, blob: new Blob([plain], { type: as.type ?? type }) };
  }

  private parts(seq: number, { blob, known: { shown, end } }: Opened): HTMLElement[] {
    const url = this.url(blob);
    // By the case's code and the entry's number alone.
    const name = `${this.code}-${seq}.${end}`;
    const about = el("p", { text: word(shown === "img" ? "cs-file-stripped" : "cs-file-hidden") });
    const save = (): void => {
      const saves = this.save(name, shown === "img" ? pictureAlone(blob) : Promise.resolve(blob));
      saves.catch(() => (about.textContent = word("cs-fault")));
    };
    const kept = button({ class: "plain" }, save, `${word("cs-file-save")}: ${name}`);
    switch (shown) {
      case "img":
        return [el("img", { src: url, alt: name }), about, kept];
      case "audio":
        return [el("audio", { src: url, controls: true, "aria-label": name }), about, kept];
      case "video":
        return [el("video", { src: url, controls: true, "aria-label": name }), about, kept];
      case null:
        return [el("p", { text: word("cs-file-only") }), about, kept];
    }
  }

  private async save(name: string, file: Promise<Blob>): Promise<void> {
    const saved = await file;
    if (!this.left) el("a", { href: this.url(saved), download: name }).click();
  }

  private url(blob: Blob): string {
    const url = URL.createObjectURL(blob);
    this.urls.push(url);
    return url;
  }
}

/** What leaves the console as a picture is the picture alone: the same pixels, without what a camera
 * writes beside them. */
async function pictureAlone(blob: Blob): Promise<Blob> {
  const picture = await createImageBitmap(blob);
  const canvas = el("canvas", { width: picture.width, height: picture.height });
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
  const type = blob.type === "image/jpeg" ? "image/jpeg" : "image/png";
  return new Promise((done, failed) => {
    canvas.toBlob((alone) => (alone === null ? failed(new Error("no picture")) : done(alone)), type, 0.95);
  });
}
