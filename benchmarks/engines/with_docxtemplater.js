// docxtemplater with pizzip, as its documentation shows.
"use strict";

const fs = require("node:fs");
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");
const { run } = require("./clock.js");

run(({ template, data }, file) => {
  const zip = new PizZip(fs.readFileSync(template, "binary"));
  const document = new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true });
  document.render(data);
  const options = { type: "nodebuffer", compression: "DEFLATE" };
  fs.writeFileSync(file, document.getZip().generate(options));
});
