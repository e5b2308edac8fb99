/**
 * Builds the booth for the site and the tools to be hosted apart, in this repository or under a folder that is named: the same input gives the same bytes on every machine (exact esbuild, relative paths, no source map).
 * `--tests` builds the tests and the booth without a page into build/tests or a folder that is named, `--bench` what the benchmark runs.
 */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const argument = process.argv[2];
const common = { absWorkingDir: HERE, bundle: true, logLevel: "warning", target: "es2022", charset: "utf8" };

if (argument === "--tests") {
  const folder = process.argv[3] ?? "build/tests";
  rmSync(resolve(HERE, folder), { recursive: true, force: true });
  const tests = readdirSync(join(HERE, "test")).filter((name) => name.endsWith(".test.ts") || name === "cast.ts");
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
  });
} else if (argument === "--bench") {
  await build({ ...common, entryPoints: ["test/bench.ts"], outdir: "build", platform: "browser", format: "iife", minify: true });
} else {
  const root = argument ? resolve(argument) : join(HERE, "..");
  await written(join(root, "src/hustings/web/static/booth"), { "index.html": "booth", "demonstration.html": "tools" });
  await written(join(root, "booth/tools"), { "tools.html": "tools" });
}

/** A folder with pages, their scripts and their style sheet, and SHA256SUMS over all of them. */
async function written(folder, pages) {
  mkdirSync(folder, { recursive: true });
  await build({
    ...common,
    entryPoints: [...new Set(Object.values(pages))].map((script) => `src/${script}.ts`),
    outdir: folder,
    platform: "browser",
    format: "iife",
    minify: true,
    legalComments: "none",
    banner: { js: "/* Hustings, AGPL-3.0-or-later; with @noble/curves and @noble/hashes, MIT, Paul Miller */" },
  });
  copyFileSync(join(HERE, "src/pages/booth.css"), join(folder, "booth.css"));
  for (const [page, script] of Object.entries(pages)) writeFileSync(join(folder, page), pinned(folder, page, script));
  const names = readdirSync(folder).filter((name) => name !== "SHA256SUMS").sort();
  const lines = names.map((name) => `${digest(join(folder, name), "hex")}  ${name}\n`);
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
}

/** A page with the hashes of its script and its style sheet in it, so that the hash of the page covers everything. */
function pinned(folder, page, script) {
  return readFileSync(join(HERE, "src/pages", page), "utf8")
    .replaceAll("{{script}}", `sha256-${digest(join(folder, `${script}.js`), "base64")}`)
    .replaceAll("{{style}}", `sha256-${digest(join(folder, "booth.css"), "base64")}`);
}

function digest(file, form) {
  return createHash("sha256").update(readFileSync(file)).digest(form);
}
