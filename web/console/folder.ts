// One case as a folder that anything reads: a page, and the files that came. Named by its code alone.

import { Zip, ZipPassThrough } from "fflate";
import { Refused } from "./api";
import type { OneCase } from "./case-api";
import type { Saved } from "./case-file";
import type { Entry } from "./case-open";
import { fileOf, type TelegramFile } from "./entry-body";
import { type Kept, pageOf } from "./folder-page";
import { reasonFor } from "./refusals";
import { CODES, type Vocabulary, vocabulary } from "./vocabulary";
import { word } from "./words";

/** Codes stand where words have not come in so long, in milliseconds. */
const WORDS_MS = 5_000;

/** What is written down, and how it is come by. */
export interface Source {
  readonly one: OneCase;
  readonly entries: readonly Entry[];
  /** What is saved of a file; null if it does not open. */
  saved(seq: number, file: TelegramFile): Promise<Saved | null>;
  /** Whether nobody is at the case any more. */
  isLeft(): boolean;
}

/** A folder, packed. */
export interface Packed {
  readonly zip: Blob;
  /** What is not in it, and why. */
  readonly missing: readonly string[];
}

/** Packs one file after the other: what is packed is the browser's to hold, on its disk if it is much. */
class Packing {
  private readonly done: Blob[] = [];
  private fresh: BlobPart[] = [];
  private readonly zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    this.fresh.push(bytes as Uint8Array<ArrayBuffer>);
  });

  async add(name: string, file: Blob): Promise<void> {
    const one = new ZipPassThrough(name);
    this.zip.add(one);
    one.push(new Uint8Array(await file.arrayBuffer()), true);
    this.done.push(new Blob(this.fresh));
    this.fresh = [];
  }

  ends(): Blob {
    this.zip.end();
    return new Blob([...this.done, ...this.fresh], { type: "application/zip" });
  }
}

function words(): Promise<Vocabulary> {
  const late = new Promise<Vocabulary>((done) => setTimeout(() => done(CODES), WORDS_MS));
  return Promise.race([vocabulary(), late]);
}

/** Fetches what there is of it and packs it, telling how far it is; null once nobody is at it any more. */
export async function packed(source: Source, told: (done: number, of: number) => void): Promise<Packed | null> {
  const { one, entries } = source;
  const files = entries.flatMap((entry) => {
    const file = fileOf(entry);
    return file === null ? [] : [{ seq: entry.seq, file }];
  });
  const packing = new Packing();
  const kept = new Map<number, Kept>();
  for (const [done, { seq, file }] of files.entries()) {
    told(done, files.length);
    const took = await takes(source, seq, file);
    if (source.isLeft()) return null;
    if ("why" in took) kept.set(seq, took);
    else {
      const name = `files/${seq}.${took.end}`;
      await packing.add(`${one.code}/${name}`, took.blob);
      kept.set(seq, { name, alone: took.alone });
    }
  }
  const page = pageOf(source, kept, await words());
  if (source.isLeft()) return null;
  await packing.add(`${one.code}/index.html`, new Blob([page]));
  const missing = [...kept].flatMap(([seq, of]) => ("why" in of ? [`${seq}: ${of.why}`] : []));
  return { zip: packing.ends(), missing };
}

async function takes(source: Source, seq: number, file: TelegramFile): Promise<Saved | { readonly why: string }> {
  try {
    return (await source.saved(seq, file)) ?? { why: word("cs-file-shut") };
  } catch (error) {
    return { why: word(reasonFor(error instanceof Refused ? error.code : "fault").title) };
  }
}
