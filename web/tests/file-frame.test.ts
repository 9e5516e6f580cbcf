import assert from "node:assert/strict";
import test from "node:test";
import { aloneOf, begins, endOf, kindOf } from "../console/file-kinds";
import { heard } from "../viewer/messages";
import { GIF, PIXEL, WEBP } from "./files";

test("of what a frame tells, the page hears what a frame is to tell and nothing else", () => {
  const bytes = new ArrayBuffer(3);
  assert.deepEqual(heard({ told: "ready", more: 1 }), { told: "ready" });
  assert.deepEqual(heard({ told: "height", height: 12.5 }), { told: "height", height: 12.5 });
  assert.deepEqual(heard({ told: "redrawn", bytes }), { told: "redrawn", bytes });
  assert.deepEqual(heard({ told: "redrawn", bytes: null }), { told: "redrawn", bytes: null });
  const others = [
    null, undefined, 7, "ready", [], {}, { told: null }, { told: "open" }, { told: "height" }, { told: "height", height: "9" },
    { told: "height", height: Number.NaN }, { told: "height", height: Number.POSITIVE_INFINITY }, { told: "redrawn" },
    { told: "redrawn", bytes: "x" }, { told: "redrawn", bytes: new Uint8Array(3) }, { told: ["ready"] },
  ];
  for (const other of others) assert.equal(heard(other), null, JSON.stringify(other));
});

test("a picture is saved alone as what it was, or as a PNG; what moves is saved whole", () => {
  assert.equal(aloneOf(kindOf("image/jpeg"), new Uint8Array([0xff, 0xd8, 0xff])), "image/jpeg");
  assert.equal(aloneOf(kindOf("image/png"), PIXEL), "image/png");
  assert.equal(aloneOf(kindOf("image/webp"), WEBP), "image/png");
  assert.equal(aloneOf(kindOf("image/gif"), GIF), undefined);
  const moving = (of: string, flags: number): Uint8Array => Buffer.concat([Buffer.from(of, "latin1"), Buffer.from([flags, 0, 0, 0])]);
  assert.equal(aloneOf(kindOf("image/webp"), moving("RIFF0000WEBPVP8X0000", 0x02)), undefined);
  assert.equal(aloneOf(kindOf("image/webp"), moving("RIFF0000WEBPVP8X0000", 0x10)), "image/png");
  assert.equal(aloneOf(kindOf("image/avif"), moving("0000ftypavis00000000", 0)), undefined);
  assert.equal(aloneOf(kindOf("image/avif"), moving("0000ftypavif00000000", 0)), "image/png");
  assert.equal(endOf("image/jpeg"), "jpg");
});

test("what is on no list is only saved, as bytes that nothing opens by itself", () => {
  for (const type of ["image/svg+xml", "text/html", "application/xhtml+xml", "__proto__", "constructor", ""]) {
    assert.deepEqual(kindOf(type), { end: "bin", shown: null, type: "application/octet-stream" }, type);
  }
});

test("bytes that come back from a frame are a picture only if they begin as one", () => {
  const of = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
  assert.ok(begins(of(PIXEL), "image/png") && begins(of(new Uint8Array([0xff, 0xd8, 0xff, 0xe0])), "image/jpeg"));
  assert.ok(!begins(of(PIXEL), "image/jpeg") && !begins(of(Buffer.from("<script>")), "image/png") && !begins(new ArrayBuffer(0), "image/jpeg"));
});
