// Builds the rehearsal page and the console into dist/; with `tests` their tests into out/tests/, with
// `bench` what measures the console into out/bench/.

import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);

// The words that are compared by voice stand in one place: where the server has them.
const voiceWords = {
  name: "voice-words",
  setup(build) {
    build.onResolve({ filter: /^virtual:voice-words$/ }, ({ path }) => ({ path, namespace: "voice-words" }));
    build.onLoad({ filter: /.*/, namespace: "voice-words" }, async () => {
      const file = at("../core/src/codec/words.rs");
      const source = await readFile(file, "utf8");
      const [, list = ""] = /const WORDS: \[&str; 256\] = \[([^\]]*)\]/.exec(source) ?? [];
      const words = list.match(/[a-z]+/g) ?? [];
      if (words.length !== 256) throw new Error(`${file} has ${words.length} words`);
      const letters = [...source.matchAll(/\('([a-z])', '([а-я])'\)/g)].map(([, latin, cyrillic]) => [latin, cyrillic]);
      const exported = { WORDS: words, LETTERS: letters };
      const lines = Object.entries(exported).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`);
      return { contents: lines.join("\n"), watchFiles: [file] };
    });
  },
};

// The decoders that pdf.js would load from elsewhere, for scanned papers above all, are part of the bundle.
const pdfDecoders = {
  name: "pdf-decoders",
  setup(build) {
    build.onLoad({ filter: /pdfjs-dist\/legacy\/build\/pdf\.worker\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const loads = /await import\((?:\s*\/\*[^*]*\*\/)*\s*`\$\{WasmImage\.#wasmUrl\}\$\{this\._noWasmFilename\}`\)/g;
      const found = source.match(loads)?.length;
      if (found !== 1) throw new Error(`${path} loads its decoders in ${found ?? 0} places and not in one`);
      const files = ["jbig2", "openjpeg"].map((name) => `${name}_nowasm_fallback.js`);
      const list = files.map((file) => `"${file}": () => import("pdfjs-dist/wasm/${file}")`).join(", ");
      return { contents: source.replace(loads, `await ({ ${list} })[this._noWasmFilename]()`) };
    });
  },
};

/** What shows the files that people sent, in a frame without an origin: plain scripts, which such a frame may load. */
async function viewers(common) {
  const script = { format: "iife", target: "es2022", charset: "utf8", legalComments: "none" };
  await build({ ...common, ...script, entryPoints: ["viewer/viewer.ts"], outfile: "dist/viewer.js" });
  await build({
    ...common,
    ...script,
    entryPoints: ["viewer/pdf.ts"],
    outfile: "dist/viewer-pdf.js",
    loader: { ".pfb": "binary" },
    plugins: [pdfDecoders],
    // What its licence asks for.
    banner: { js: "/* Holds pdf.js: Copyright Mozilla Foundation, Apache License 2.0, mozilla.github.io/pdf.js */" },
  });
  await build({ ...common, entryPoints: ["viewer/viewer.css"], outfile: "dist/viewer.css" });
  const page = await readFile(at("viewer/viewer.html"), "utf8");
  for (const name of ["viewer", "viewer-pdf"]) await writeFile(at("dist", `${name}.html`), page.replace("SCRIPT", name));
}

async function pages() {
  await mkdir(at("dist"), { recursive: true });
  const made = (await readdir(at("dist"))).filter((name) => name !== "README.md");
  for (const name of made) await rm(at("dist", name), { recursive: true });
  const common = { absWorkingDir: here, bundle: true, minify: true, sourcemap: false };
  const script = { format: "esm", target: "es2022", charset: "utf8", legalComments: "none", plugins: [voiceWords] };
  await build({ ...common, ...script, entryPoints: ["rehearsal/main.ts"], outfile: "dist/page.js" });
  // What a lawyer needs at 03:00 comes first; making keys, members and their likes when asked for.
  const { metafile } = await build({
    ...common,
    ...script,
    entryPoints: { console: "console/main.ts" },
    outdir: "dist",
    chunkNames: "console-[hash]",
    splitting: true,
    metafile: true,
  });
  for (const [folder, name] of [["rehearsal", "page"], ["console", "console"]]) {
    await build({ ...common, entryPoints: [`${folder}/${name}.css`], outfile: `dist/${name}.css` });
  }
  await viewers(common);
  await copyFile(at("rehearsal/index.html"), at("dist/index.html"));
  await copyFile(at("rehearsal/icon.svg"), at("dist/icon.svg"));
  await copyFile(at("console/console.webmanifest"), at("dist/console.webmanifest"));
  await copyFile(at("console/icon.png"), at("dist/console-icon.png"));
  await writeFile(at("dist/console.html"), await withFirst(metafile));
  await packed();
}

/** The console's page; it asks at once for what its script will need at once. */
async function withFirst({ outputs }) {
  const page = await readFile(at("console/index.html"), "utf8");
  const first = outputs["dist/console.js"].imports.filter(({ kind }) => kind === "import-statement");
  const links = first.map(({ path }) => `    <link rel="modulepreload" href="${path.replace("dist/", "/")}">\n`);
  return page.replace(/^ *<script/m, `${links.join("")}$&`);
}

/** Beside each file that gets smaller by it, the same in Brotli: a weak line carries a third. */
async function packed() {
  for (const name of (await readdir(at("dist"))).filter((of) => /\.(js|css|html|svg|webmanifest)$/.test(of))) {
    await writeFile(at("dist", `${name}.br`), brotliCompressSync(await readFile(at("dist", name))));
  }
}

const node = {
  absWorkingDir: here,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  plugins: [voiceWords],
};

async function tests() {
  await rm(at("out", "tests"), { recursive: true, force: true });
  const files = (await readdir(at("tests"))).filter((name) => name.endsWith(".test.ts")).sort();
  await build({ ...node, entryPoints: files.map((name) => `tests/${name}`), outdir: "out/tests" });
}

/** What runs beside the browser, and what is put into its page. */
async function bench() {
  await rm(at("out", "bench"), { recursive: true, force: true });
  await build({ ...node, entryPoints: ["bench/open-case.ts"], outdir: "out/bench" });
  const page = { absWorkingDir: here, bundle: true, format: "iife", target: "es2022" };
  await build({ ...page, entryPoints: ["bench/in-page.ts"], outdir: "out/bench" });
}

const made = { tests, bench }[process.argv[2]] ?? pages;
await made();
