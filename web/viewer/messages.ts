// What the page that holds the keys and the frame that shows a file say to each other.

/** In what a file is shown. */
export type Shown = "img" | "audio" | "video" | "pdf";

/** The frame's words, in the reader's language. */
export type ViewerWord = "before" | "next" | "page" | "smaller" | "larger" | "text" | "blank";

/** A file, as the page hands it over. */
export interface Showing {
  readonly shown: Shown;
  /** Its type, by the page's own list. */
  readonly type: string;
  /** What it is called: by the case's code and the entry's number alone. */
  readonly name: string;
  readonly language: string;
  readonly words: Readonly<Record<ViewerWord, string>>;
  readonly bytes: ArrayBuffer;
}

/** From the page to the frame. */
export type Asked =
  | { readonly show: Showing }
  /** The picture alone, drawn anew as this type. */
  | { readonly redraw: string };

/** From the frame to the page. */
export type Told =
  | { readonly told: "ready" | "shown" | "broken" }
  /** In CSS pixels, all that it shows. */
  | { readonly told: "height"; readonly height: number }
  /** Null: it cannot be drawn anew. */
  | { readonly told: "redrawn"; readonly bytes: ArrayBuffer | null };

/** What a frame told; null if that is nothing that a frame tells. Whatever ran in it may have sent this. */
export function heard(data: unknown): Told | null {
  if (typeof data !== "object" || data === null || !("told" in data)) return null;
  const { told } = data;
  if (told === "ready" || told === "shown" || told === "broken") return { told };
  if (told === "height" && "height" in data && Number.isFinite(data.height)) return { told, height: Number(data.height) };
  if (told !== "redrawn" || !("bytes" in data)) return null;
  if (data.bytes === null || data.bytes instanceof ArrayBuffer) return { told, bytes: data.bytes };
  return null;
}
