// Static files over HTTP/2 with TLS, text compressed, as any good host serves them, over a line as slow
// as asked for. What is slow is here, because a browser's own throttling passes over its workers.
//   node server.mjs FOLDER KEY CERTIFICATE
// prints two ports: that of the files, and a plain one where
//   GET /?latency=MS&speed=BYTES_PER_MS   sets the line and answers with what was asked for since the last time:
//   [{path, from, to, bytes}], the times in milliseconds.
import { createSecureServer } from "node:http2";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const [folder, key, certificate] = process.argv.slice(2);
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};
const COMPRESSED = new Set([".html", ".js", ".json", ".css"]);
const PIECE = 4096;
const bodies = new Map();
let line = { latency: 0, speed: Infinity };
let free = 0; // when the line has sent what it was given
let asked = [];

async function body(path) {
  if (!bodies.has(path)) {
    const content = await readFile(join(folder, normalize(path)));
    bodies.set(path, COMPRESSED.has(extname(path)) ? gzipSync(content) : content);
  }
  return bodies.get(path);
}

async function send(stream, content) {
  for (let start = 0; start < content.length; start += PIECE) {
    const piece = content.subarray(start, start + PIECE);
    free = Math.max(free, performance.now()) + piece.length / line.speed;
    await wait(free - performance.now());
    stream.write(piece);
  }
  stream.end();
}

const files = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) });
files.on("stream", async (stream, headers) => {
  const path = decodeURIComponent(headers[":path"].split("?")[0]);
  const log = { path, from: performance.now(), to: Infinity, bytes: 0 };
  asked.push(log);
  try {
    const content = await body(path);
    await wait(line.latency);
    const compressed = COMPRESSED.has(extname(path)) ? { "content-encoding": "gzip" } : {};
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    stream.respond({ ":status": 200, "content-type": type, ...compressed });
    await send(stream, content);
    log.bytes = content.length;
  } catch {
    if (!stream.destroyed) stream.respond({ ":status": 404 }, { endStream: true });
  }
  log.to = performance.now();
});
files.on("sessionError", () => {});

const control = createServer((request, response) => {
  const wanted = new URL(request.url, "http://localhost").searchParams;
  line = { latency: Number(wanted.get("latency")), speed: Number(wanted.get("speed")) };
  response.end(JSON.stringify(asked));
  asked = [];
});
files.listen(0, "127.0.0.1", () =>
  control.listen(0, "127.0.0.1", () => console.log(files.address().port, control.address().port)),
);
