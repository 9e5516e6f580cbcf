// What pdf.js's package does not say of itself.

declare module "pdfjs-dist/legacy/build/pdf.worker.mjs" {
  export const WorkerMessageHandler: object;
}

declare module "*.pfb" {
  const bytes: Uint8Array;
  export default bytes;
}
