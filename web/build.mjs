// Builds the rehearsal page and the console into dist/, or with `tests` its tests into out/tests/.

import { copyFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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

async function pages() {
  await mkdir(at("dist"), { recursive: true });
  const common = { absWorkingDir: here, bundle: true, minify: true, sourcemap: false };
  for (const [folder, name] of [["rehearsal", "page"], ["console", "console"]]) {
    await build({
      ...common,
      entryPoints: [`${folder}/main.ts`],
      outfile: `dist/${name}.js`,
      format: "esm",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      plugins: [voiceWords],
    });
    await build({ ...common, entryPoints: [`${folder}/${name}.css`], outfile: `dist/${name}.css` });
  }
  await copyFile(at("rehearsal/index.html"), at("dist/index.html"));
  await copyFile(at("console/index.html"), at("dist/console.html"));
  await copyFile(at("rehearsal/icon.svg"), at("dist/icon.svg"));
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
    plugins: [voiceWords],
  });
}

await (process.argv[2] === "tests" ? tests() : pages());
