// Bundles the console's scripts and styles: node build.mjs WORK_DIR OUT_DIR
// WORK_DIR keeps node_modules between builds; it is installed again only when the lock file has changed.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const source = dirname(fileURLToPath(import.meta.url));
const [work, out] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(work, { recursive: true });

const lock = readFileSync(join(source, "package-lock.json"), "utf8");
const installed = join(work, "node_modules", ".installed-lock.json");
if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
  copyFileSync(join(source, "package.json"), join(work, "package.json"));
  copyFileSync(join(source, "package-lock.json"), join(work, "package-lock.json"));
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], {
    cwd: work,
    stdio: "inherit",
  });
  copyFileSync(join(source, "package-lock.json"), installed);
}

const src = join(work, "src");
rmSync(src, { recursive: true, force: true });
cpSync(join(source, "src"), src, { recursive: true });

const { buildSync } = createRequire(pathToFileURL(join(work, "package.json")))("esbuild");
rmSync(out, { recursive: true, force: true });
const { warnings } = buildSync({
  entryPoints: ["console.js", "charts.js", "desk.js", "graph.js", "console.css"].map((name) => join(src, name)),
  bundle: true,
  minify: true,
  legalComments: "inline",
  target: "es2022",
  outdir: out,
  logLevel: "warning",
});
if (warnings.length > 0) {
  process.exit(1);
}
copyFileSync(join(src, "icon.svg"), join(out, "icon.svg"));
