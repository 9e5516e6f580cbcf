// Builds the rehearsal page into dist/, or with `tests` its tests into out/tests/.

import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);

async function page() {
  await mkdir(at("dist"), { recursive: true });
  const common = { absWorkingDir: here, bundle: true, minify: true, sourcemap: false };
  await build({
    ...common,
    entryPoints: ["rehearsal/main.ts"],
    outfile: "dist/page.js",
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
  });
  await build({ ...common, entryPoints: ["rehearsal/page.css"], outfile: "dist/page.css" });
  for (const file of ["index.html", "icon.svg"]) {
    await copyFile(at("rehearsal", file), at("dist", file));
  }
}

async function tests() {
  await rm(at("out", "tests"), { recursive: true, force: true });
  const files = (await readdir(at("tests"))).filter((name) => name.endsWith(".test.ts")).sort();
  await build({
    absWorkingDir: here,
    entryPoints: files.map((name) => `tests/${name}`),
    outdir: "out/tests",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
  });
}

await (process.argv[2] === "tests" ? tests() : page());
