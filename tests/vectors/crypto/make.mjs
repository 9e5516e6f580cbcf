// Makes the vectors with Node's own cryptography, from the formulas of docs/KEYS.md:
//   node make.mjs > keyring.json && node make.mjs toml > keyring.toml
import { createCipheriv, createHash, createHmac } from "node:crypto";

const bytes = (label, n) => createHash("sha512").update(label).digest().subarray(0, n);
const lp = (...parts) => Buffer.concat(parts.flatMap((part) => {
  const body = Buffer.from(part);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(body.length));
  return [length, body];
}));
const head = (id) => Buffer.concat([Buffer.from([1]), Buffer.from(id.toString(16).padStart(8, "0"), "hex")]);

const keys = {
  column: [2864434397, 17].map((id) => ({ id, key: bytes(`column ${id}`, 32) })),
  lookup: [4294967295, 1].map((id) => ({ id, key: bytes(`lookup ${id}`, 32) })),
  callback: [7, 6].map((id) => ({ id, key: bytes(`callback ${id}`, 32) })),
};

function seal({ id, key }, table, row, column, plain, nonce) {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(lp("habeas/column/v1", table, row, column));
  return Buffer.concat([head(id), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

const row = Buffer.from("00ff10", "hex");
const plain = Buffer.from("Абай: {\"where_now\":\"court\"}");
const [newest, older] = keys.column;
const good = seal(newest, "cases", row, "sealed_report", plain, bytes("nonce 1", 12));
const flipped = (at) => Buffer.from(good.map((byte, i) => (i === (at + good.length) % good.length ? byte ^ 1 : byte)));
const hex = (buffer) => buffer.toString("hex");
const fail = (why, sealed) => ({ why, sealed: hex(sealed) });

const other = (table, r, column) => seal(newest, table, r, column, plain, bytes("nonce 1", 12));
const toml = () => [
  "# Keys of the vectors in keyring.json; made from their names by make.mjs, never used elsewhere.",
  'version = 1\npurpose = "rehearsal"\ncreated = "2026-01-01"',
  ...Object.entries(keys).flatMap(([kind, list]) =>
    list.map(({ id, key }) => `\n[[${kind}]]\nid = ${id}\nkey = "${key.toString("base64")}"`)),
].join("\n");

const json = () => JSON.stringify({
  column: "cases.sealed_report", row: hex(row), plain: hex(plain),
  opens: [
    { why: "by the newest key", sealed: hex(good) },
    { why: "by the older key", sealed: hex(seal(older, "cases", row, "sealed_report", plain, bytes("nonce 2", 12))) },
  ],
  fails: [
    fail("empty", Buffer.alloc(0)),
    fail("the version alone", good.subarray(0, 1)),
    fail("one byte short of the smallest", good.subarray(0, 32)),
    fail("cut off by one byte", good.subarray(0, -1)),
    fail("one byte longer", Buffer.concat([good, Buffer.from([0])])),
    fail("flipped version", flipped(0)),
    fail("flipped key id", flipped(4)),
    fail("flipped nonce", flipped(5)),
    fail("flipped ciphertext", flipped(17)),
    fail("flipped tag", flipped(-1)),
    fail("another table", other("routes", row, "sealed_report")),
    fail("another row", other("cases", Buffer.from("00ff11", "hex"), "sealed_report")),
    fail("another column", other("cases", row, "sealed_chat")),
    fail("a moved boundary between row and column", other("cases", Buffer.concat([row, Buffer.from("s")]), "ealed_report")),
    fail("another key under this id", seal({ id: newest.id, key: older.key }, "cases", row, "sealed_report", plain, bytes("nonce 1", 12))),
  ],
  lookups: ["chat", "receipt", "telegram", "pair", "update", "audit", "invitation", "file", "entry-file"].map((what) => ({
    what, value: "00ff",
    hashes: keys.lookup.map(({ id, key }) => hex(Buffer.concat([
      head(id), createHmac("sha256", key).update(lp("habeas/lookup/v1", what, Buffer.from("00ff", "hex"))).digest(),
    ]))),
  })),
  callback: {
    message: "0102", tags: keys.callback.map(({ key }) => hex(
      createHmac("sha256", key).update(lp("habeas/callback/v1")).update(Buffer.from("0102", "hex")).digest().subarray(0, 12))),
  },
}, null, 1);

console.log(process.argv[2] === "toml" ? toml() : json());
