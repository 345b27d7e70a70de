// The stop-watch that every engine in Node uses: see clock.py.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");

async function timed(fill, document, file) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  await fill(document, file);
  const spent = process.cpuUsage(cpu);
  const passed = process.hrtime.bigint() - wall;
  return [(spent.user + spent.system) / 1e3, Number(passed) / 1e6];
}

function started() {
  const lines = readline.createInterface({ input: process.stdin });
  return new Promise((resolve) => lines.once("line", () => resolve(lines.close())));
}

async function run(fill) {
  const [source, folder, seconds] = process.argv.slice(2);
  const documents = JSON.parse(fs.readFileSync(source, "utf8"));
  const name = (number) => path.join(folder, `${String(number).padStart(5, "0")}.docx`);
  const first = await timed(fill, documents[0], name(0));
  process.stdout.write("ready\n");
  await started();
  const times = [];
  const end = performance.now() + Number(seconds) * 1e3;
  for (let number = 1; number < documents.length; number++) {
    times.push(await timed(fill, documents[number], name(number)));
    if (performance.now() > end) break;
  }
  process.stdout.write(JSON.stringify({ first, times }) + "\n");
}

module.exports = { run };
