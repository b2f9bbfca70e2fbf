/* A zip of files, written without compression; read from any program, with it. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});
const crc = (bytes) => {
  let sum = -1;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return ~sum >>> 0;
};

/* Numbers of two or four bytes, the least byte first. */
const numbers = (...pairs) => {
  const view = new DataView(new ArrayBuffer(pairs.reduce((all, [size]) => all + size, 0)));
  let at = 0;
  for (const [size, value] of pairs) {
    view[size === 2 ? "setUint16" : "setUint32"](at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
};
const two = (value) => [2, value];
const four = (value) => [4, value];
const UTF8 = 0x800;
const JANUARY_1980 = 0x21;  // a zip has to have a date, and this one tells nothing of the learner

/* Return a Blob of files: pairs of a path and its bytes. */
export const zipped = (files) => {
  const parts = [], directory = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const about = [
      two(20), two(UTF8), two(0), two(0), two(JANUARY_1980),
      four(crc(bytes)), four(bytes.length), four(bytes.length), two(name.length), two(0),
    ];
    parts.push(numbers(four(0x04034b50), ...about), name, bytes);
    directory.push(numbers(four(0x02014b50), two(20), ...about, two(0), two(0), two(0), four(0), four(at)), name);
    at += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((all, part) => all + part.length, 0);
  const count = two(files.length);
  const end = numbers(four(0x06054b50), two(0), two(0), count, count, four(size), four(at), two(0));
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
};

const inflated = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/* Return the files of a zip: pairs of a path and its bytes. Throws when it is no whole zip. */
export const unzipped = async (buffer) => {
  const view = new DataView(buffer), files = [];
  let end = view.byteLength - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end--;  // a comment may follow
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new RangeError("no directory");
    const [method, nameSize, extra, comment] = [10, 28, 30, 32].map((n) => view.getUint16(at + n, true));
    const [sum, size, start] = [16, 20, 42].map((n) => view.getUint32(at + n, true));
    const path = new TextDecoder().decode(new Uint8Array(buffer, at + 46, nameSize));
    const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const raw = new Uint8Array(buffer, data, size);
    const bytes = method === 8 ? await inflated(raw) : raw;
    if (crc(bytes) !== sum) throw new RangeError("not whole");
    if (!path.endsWith("/")) files.push([path, bytes]);
    at += 46 + nameSize + extra + comment;
  }
  return files;
};
