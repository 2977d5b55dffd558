// Runs the browser's client on a static site in a folder: node static_client.cjs FOLDER < queries.json
// In go [[method, argument, options]...], out come the answers and the files that were loaded for each.
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const [folder] = process.argv.slice(2);
const loaded = [];
const page = { TextDecoder, TextEncoder };
page.self = page.window = page.globalThis = page;

function run(file) {
  const bytes = fs.readFileSync(path.join(folder, file));
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  vm.runInContext(new TextDecoder(wide ? "utf-16le" : "utf-8").decode(bytes), page);
  loaded.push([file, bytes.length]);
}

page.document = {
  createElement: () => ({ remove() {} }),
  head: {
    append(script) {
      setImmediate(() => {
        try {
          run(script.src.replace("site/", ""));
        } catch (error) {
          return script.onerror(error);
        }
        return script.onload();
      });
    },
  },
};

/** What the client makes of the test vectors, by the parts that it is made of. */
const internal = {
  terms: (text) => page.searchkit.internals.terms(text),
  script: (text) => [...page.searchkit.internals.unpack(text)],
  deflated: ([content, dictionary]) => {
    const [bytes, preset] = [content, dictionary].map((hex) => Uint8Array.from(Buffer.from(hex, "hex")));
    return Buffer.from(page.searchkit.internals.inflate(bytes, preset)).toString("hex");
  },
  bits: ([hex, codes]) => {
    const bits = new page.searchkit.internals.Bits(Uint8Array.from(Buffer.from(hex, "hex")));
    return codes.map(([name, ...facts]) => bits[name](...facts));
  },
};

async function main() {
  vm.createContext(page);
  run("searchkit.js");
  const site = page.searchkit.open("site/");
  const answers = [];
  for (const [method, argument, options] of JSON.parse(fs.readFileSync(0, "utf8"))) {
    loaded.length = 0;
    const answer = site[method] ? await site[method](argument, options) : internal[method](argument, options);
    answers.push({ answer, loaded: [...loaded] });
  }
  process.stdout.write(JSON.stringify(answers));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
