// A PDF by Mozilla's pdf.js, all of it in this frame and on its thread: no worker, no network, no script
// or form of the file's own.

import { getDocument, type PDFDocumentProxy, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { WorkerMessageHandler } from "pdfjs-dist/legacy/build/pdf.worker.mjs";
import dingbats from "pdfjs-dist/standard_fonts/FoxitDingbats.pfb";
import symbols from "pdfjs-dist/standard_fonts/FoxitSymbol.pfb";

/** Pictures in a PDF that are larger are left out, in pixels. */
const LARGEST_PICTURE = 64_000_000;

/** Two of the fonts that a PDF need not bring have signs that no other has; for the rest this device's do. */
const FONTS: Readonly<Record<string, Uint8Array>> = {
  "FoxitDingbats.pfb": dingbats,
  "FoxitSymbol.pfb": symbols,
};

/** What pdf.js would fetch by itself. */
class BuiltIn {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const font = Object.hasOwn(FONTS, filename) ? FONTS[filename] : undefined;
    if (font === undefined) throw new Error("not built in");
    return font.slice();
  }
}

/** By this pdf.js knows that it has no thread of its own. */
Object.assign(globalThis, { pdfjsWorker: { WorkerMessageHandler } });

/** Refused if it is none, is broken, or asks for a password. */
export function open(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    BinaryDataFactory: BuiltIn,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    disableWorkerRendering: true,
    isOffscreenCanvasSupported: false,
    maxImageSize: LARGEST_PICTURE,
    verbosity: VerbosityLevel.ERRORS,
  });
  return task.promise;
}
