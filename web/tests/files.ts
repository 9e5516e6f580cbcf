// Small files of each kind, as somebody might send them.

/** A picture of one pixel, with words behind it that no picture needs. */
export const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
export const HIDDEN = Buffer.from("taken at the blue house by the mill");

export const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
export const WEBP = Buffer.from("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=", "base64");

/** A second of silence. */
export function sound(): Buffer {
  const rate = 8000;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + rate, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(rate, 40);
  return Buffer.concat([head, Buffer.alloc(rate, 128)]);
}

/** A PDF of these objects, the catalogue first. */
function written(objects: readonly string[]): Buffer {
  let text = "%PDF-1.7\n";
  const places = objects.map((object, i) => {
    const place = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  text += `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

function stream(bytes: string, about = ""): string {
  return `<< ${about} /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
}

/** A PDF whose pages have these lines, one each; `root` is laid into its catalogue, `page` into each page. */
export function pdf(lines: readonly string[], root = "", page = ""): Buffer {
  const first = 4;
  const kids = lines.map((_, i) => `${first + 2 * i} 0 R`).join(" ");
  return written([
    `<< /Type /Catalog /Pages 2 0 R ${root} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${lines.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...lines.flatMap((line, i) => {
      const about = `/Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${first + 2 * i + 1} 0 R`;
      return [`<< /Type /Page ${about} ${page} >>`, stream(`BT /F1 36 Tf 72 700 Td (${line}) Tj ET`)];
    }),
  ]);
}

/** A paper that was scanned as a fax is sent (ITU-T T.6): eight by eight pixels, all of them black. */
export function scan(): Buffer {
  const about = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 1 /ColorSpace /DeviceGray /Decode [1 0]";
  const packed = "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 /Rows 8 >>";
  return written([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>",
    stream("\xff\x00\x10\x01", `${about} ${packed}`),
    stream("100 0 0 100 0 0 cm /I Do"),
  ]);
}

/** A PDF that would go elsewhere, send a form, run a script and open another file, if somebody let it. */
export function restless(elsewhere: string): Buffer {
  const script = `app.launchURL('${elsewhere}/script'); this.submitForm('${elsewhere}/form');`;
  const away = `<< /S /URI /URI (${elsewhere}/page) >>`;
  const opens = `<< /S /JavaScript /JS (${script.replace(/[()]/g, "\\$&")}) /Next [<< /S /URI /URI (${elsewhere}/opened) >> << /S /Launch /F (${elsewhere}/launched) >>] >>`;
  const link = `<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /Border [0 0 0] /A << /S /URI /URI (${elsewhere}/link) >> >>`;
  return pdf(["Restless"], `/OpenAction ${opens} /AA << /WC ${away} >>`, `/AA << /O ${away} >> /Annots [${link}]`);
}
