// A PDF, one page at a time.

import type { PDFDocumentProxy, PDFPageProxy, RenderTask } from "pdfjs-dist/legacy/build/pdf.mjs";
import { el } from "../shared/dom";
import { listens } from "./frame";
import type { Showing } from "./messages";
import { open } from "./pdf-open";
import { Steps } from "./step";
import { Zoom } from "./zoom";

/** A page is drawn so fine at least, for whoever pinches: device pixels for a CSS pixel. */
const FINE = 2;
/** Most pixels of one page: phones draw no more. */
const MOST_PIXELS = 16_000_000;

/** So many pixels for a CSS pixel of a page of this size. */
function fineness(width: number, height: number): number {
  return Math.min(Math.max(devicePixelRatio, FINE), Math.sqrt(MOST_PIXELS / (width * height)));
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  const parts = items.map((item) => ("str" in item ? `${item.str}${item.hasEOL ? "\n" : ""}` : ""));
  return parts.join("").trim();
}

class Pages {
  private drawing: RenderTask | null = null;
  /** Whatever is not of the newest turn is thrown away. */
  private turn = 0;
  private readonly zoom: Zoom;
  private readonly paper = el("canvas", { role: "img" });
  private readonly told = el("p", { role: "status" });
  private readonly said = el("p", { class: "said" });
  private readonly text: HTMLElement;
  private readonly steps: Steps;

  constructor(
    private readonly file: Showing,
    private readonly pdf: PDFDocumentProxy,
    private readonly place: HTMLElement,
  ) {
    const { words } = file;
    this.zoom = new Zoom(file, () => void this.draws());
    const turns = (): void => {
      scrollTo(0, 0);
      void this.draws();
    };
    this.steps = new Steps(["‹", words.before], ["›", words.next], pdf.numPages - 1, turns);
    this.text = el("details", {}, el("summary", { text: words.text }), this.said);
    const steps = pdf.numPages > 1 ? [this.steps.back, this.told, this.steps.on] : [this.told];
    place.append(el("div", { class: "controls" }, ...steps, ...this.zoom.buttons), this.paper, this.text);
    this.turnsWithPhone();
  }

  private turnsWithPhone(): void {
    let width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth === width) return;
      width = innerWidth;
      void this.draws();
    });
  }

  async draws(): Promise<void> {
    this.turn += 1;
    const { turn, file, pdf } = this;
    const at = this.steps.at + 1;
    this.drawing?.cancel();
    const name = `${file.words.page} ${at} / ${pdf.numPages}`;
    this.paper.setAttribute("aria-label", name);
    this.told.textContent = name;
    try {
      const page = await pdf.getPage(at);
      if (turn !== this.turn) return;
      await this.draw(page);
      const text = await textOf(page);
      if (turn !== this.turn) return;
      this.said.textContent = text;
      this.text.hidden = text === "";
      page.cleanup();
    } catch {
      if (turn !== this.turn) return;
      this.told.textContent = `${name} · ${file.words.blank}`;
      this.text.hidden = true;
    }
  }

  private async draw(page: PDFPageProxy): Promise<void> {
    const { width, height } = page.getViewport({ scale: 1 });
    const { paddingLeft, paddingRight } = getComputedStyle(this.place);
    const room = document.documentElement.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const scale = (room * this.zoom.times) / width;
    const viewport = page.getViewport({ scale: scale * fineness(width * scale, height * scale) });
    this.paper.width = Math.floor(viewport.width);
    this.paper.height = Math.floor(viewport.height);
    this.paper.style.width = `${Math.floor(width * scale)}px`;
    this.drawing = page.render({ canvas: this.paper, viewport });
    await this.drawing.promise;
  }
}

async function shows(file: Showing, place: HTMLElement): Promise<void> {
  const pdf = await open(file.bytes);
  await pdf.getPage(1);
  void new Pages(file, pdf, place).draws();
}

listens({ shows });
