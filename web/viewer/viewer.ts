// Pictures, sound and film.

import { el } from "../shared/dom";
import { listens } from "./frame";
import type { Showing } from "./messages";
import { Zoom } from "./zoom";

/** Of JPEG, from 0 to 1. */
const QUALITY = 0.95;

let picture: Blob | null = null;

function loaded(element: HTMLElement, event: string): Promise<void> {
  return new Promise((done, failed) => {
    element.addEventListener(event, () => done(), { once: true });
    element.addEventListener("error", () => failed(new Error("broken")), { once: true });
  });
}

async function shows(file: Showing, place: HTMLElement): Promise<void> {
  const { shown, name } = file;
  const blob = new Blob([file.bytes], { type: file.type });
  const src = URL.createObjectURL(blob);
  if (shown === "img") {
    const image = el("img", { alt: name });
    const is = loaded(image, "load");
    image.src = src;
    await is;
    const zoom: Zoom = new Zoom(file, () => (image.style.width = zoom.times === 1 ? "" : `${100 * zoom.times}vw`));
    place.append(el("div", { class: "controls" }, ...zoom.buttons), image);
    picture = blob;
  } else {
    const player = el(shown === "audio" ? "audio" : "video", { controls: true, preload: "metadata", "aria-label": name });
    const is = loaded(player, "loadedmetadata");
    player.src = src;
    await is;
    place.append(player);
  }
}

/** The same pixels, without what a camera writes beside them. */
async function redraws(type: string): Promise<Blob> {
  if (picture === null) throw new Error("nothing is shown");
  const pixels = await createImageBitmap(picture);
  const canvas = el("canvas", { width: pixels.width, height: pixels.height });
  canvas.getContext("2d")?.drawImage(pixels, 0, 0);
  pixels.close();
  return new Promise((done, failed) => {
    canvas.toBlob((alone) => (alone === null ? failed(new Error("no picture")) : done(alone)), type, QUALITY);
  });
}

listens({ shows, redraws });
