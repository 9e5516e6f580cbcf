// A text as a QR code: one path, drawn without a string of markup.

import { encode } from "uqr";
import { svg } from "../shared/dom";

/** As wide as the standard wants the margin, in modules. */
const QUIET = 4;

export function qr(text: string, label: string): SVGSVGElement {
  const { size, data } = encode(text, { ecc: "M", border: QUIET });
  const dark = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])));
  const box = { class: "qr", role: "img", "aria-label": label, viewBox: `0 0 ${size} ${size}` };
  return svg("svg", box, svg("path", { d: dark.join("") }));
}
