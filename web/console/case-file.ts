// A file of a case: fetched through the server, opened here, shown as what it is and as nothing else.

import { button, el } from "../shared/dom";
import { Refused } from "./api";
import { caseApi } from "./case-api";
import type { CaseKeys } from "./case-open";
import type { TelegramFile } from "./entry-body";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** What is shown, and how such a file is called when it is saved. All else is only saved. */
const SHOWN: Readonly<Record<string, "img" | "audio" | "video">> = {
  "image/jpeg": "img",
  "image/png": "img",
  "image/webp": "img",
  "image/gif": "img",
  "audio/ogg": "audio",
  "audio/mpeg": "audio",
  "audio/mp4": "audio",
  "audio/x-m4a": "audio",
  "audio/m4a": "audio",
  "audio/x-wav": "audio",
  "audio/x-flac": "audio",
  "video/mp4": "video",
  "video/webm": "video",
  "video/quicktime": "video",
};
const ENDINGS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "application/pdf": "pdf",
};
const REASONS: Readonly<Record<string, WordKey>> = {
  "too-large": "cs-file-large",
  gone: "cs-file-gone",
  telegram: "cs-file-telegram",
};

export function isShown(type: string): boolean {
  return Object.hasOwn(SHOWN, type);
}

/** By the case's code and the entry's number alone. */
export function fileName(code: string, seq: number, type: string): string {
  return `${code}-${seq}.${ENDINGS[type] ?? "bin"}`;
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
      const blob = await this.fetched(seq, file_id);
      if (this.left) return;
      const shown = blob === null ? [el("p", { text: word("cs-file-shut") })] : this.parts(seq, blob);
      place.replaceChildren(...shown);
    } catch (error) {
      const reason = error instanceof Refused ? REASONS[error.code] : undefined;
      place.replaceChildren(el("p", { text: word(reason ?? "cs-away") }));
    }
  }

  /** Null if it does not open. */
  private async fetched(seq: number, fileId: string): Promise<Blob | null> {
    const { file, type } = await caseApi.file(this.code, seq, fileId);
    const answer = await fetch(caseApi.fileAt(this.code, file)).catch(() => null);
    if (answer === null || !answer.ok) throw new Refused("away");
    const generation = Number(answer.headers.get("x-habeas-generation"));
    const plain = await this.keys.decrypt(generation, new Uint8Array(await answer.arrayBuffer()));
    if (plain === null) return null;
    // A type that is not on the list is none that a browser does anything with.
    const known = isShown(type) || Object.hasOwn(ENDINGS, type);
    return new Blob([plain], { type: known ? type : "application/octet-stream" });
  }

  private parts(seq: number, blob: Blob): HTMLElement[] {
    const url = this.url(blob);
    const name = fileName(this.code, seq, blob.type);
    const about = el("p", { text: word(SHOWN[blob.type] === "img" ? "cs-file-stripped" : "cs-file-hidden") });
    const kept = button({ class: "plain" }, () => void this.save(name, blob), `${word("cs-file-save")}: ${name}`);
    switch (SHOWN[blob.type]) {
      case "img":
        return [el("img", { src: url, alt: name }), about, kept];
      case "audio":
        return [el("audio", { src: url, controls: true, "aria-label": name }), about, kept];
      case "video":
        return [el("video", { src: url, controls: true, "aria-label": name }), about, kept];
      default:
        return [el("p", { text: word("cs-file-only") }), about, kept];
    }
  }

  /** What leaves the console as a picture is the picture alone. */
  private async save(name: string, blob: Blob): Promise<void> {
    const saved = SHOWN[blob.type] === "img" ? await pictureAlone(blob) : blob;
    if (this.left) return;
    el("a", { href: this.url(saved), download: name }).click();
  }

  private url(blob: Blob): string {
    const url = URL.createObjectURL(blob);
    this.urls.push(url);
    return url;
  }
}

/** The same pixels, without what a camera writes beside them: place, time, device. */
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
