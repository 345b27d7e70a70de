// easy-template-x, as its documentation shows.
"use strict";

const fs = require("node:fs");
const { TemplateHandler } = require("easy-template-x");
const { run } = require("./clock.js");

run(async ({ template, data }, file) => {
  const handler = new TemplateHandler();
  fs.writeFileSync(file, await handler.process(fs.readFileSync(template), data));
});
