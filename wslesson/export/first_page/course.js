/* The learner's copies: newer lessons, a download, an upload. What was written stays.

It is the promise of `wslesson update`, and the same rule: a copy carries the fingerprint of the
cells it began with, and while they still give it nobody has edited them. */
import { bytesOf, file, folder, notebook } from "./names.js";
import { all, put } from "./store.js";

/* Return JSON that the server has now: what a browser remembers of it may be old. */
export const read = async (address) => {
  const reply = await fetch(address, { cache: "no-cache" });
  if (!reply.ok) throw new Error(`${address} does not come (${reply.status}).`);
  return reply.json();
};

const text = (cell) => [cell.source].flat().join("").replaceAll("\r\n", "\n");
const contentOf = ({ format, content }) => (format === "json" ? content : JSON.parse(content));

/* Return what changes when a cell's source does: what `Notebook.fingerprint` returns. */
export const fingerprint = async ({ cells }) => {
  const sources = cells.filter((cell) => text(cell).trim()).map((cell) => `["${cell.cell_type}", ${JSON.stringify(text(cell))}]`);
  const ascii = `[${sources.join(", ")}]`.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ascii));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/* Return which editions a copy is, or came from, and whether it was edited since. A page that is
not from this machine and not encrypted may take no hash: then it was, as far as anybody knows. */
const origin = async (record) => {
  try {
    const content = contentOf(record), noted = content.metadata.wslesson?.edition;
    const now = globalThis.crypto?.subtle && (await fingerprint(content));
    return { editions: [now, noted].filter(Boolean), edited: !now || now !== noted };
  } catch {
    return { editions: [], edited: true };  // no notebook any more: somebody's work all the same
  }
};

const beside = function* (path, word) {
  const [, stem, ending] = path.match(/^(.*?)((?:\.[^./]*)?)$/);
  for (let number = 1; ; number++) yield `${stem}.${word}-${number}${ending}`;
};

const same = (one, other) => {
  const [a, b] = [bytesOf(one), bytesOf(other)];
  return a?.length === b?.length && a.every((byte, at) => byte === b[at]);
};

/* Put the old answers to exercises that are still the same into a newer lesson; return whose. */
const carry = (old, lesson) => {
  const part = (content, exercise, name) => content.cells.find(({ metadata: { wslesson: about } }) =>
    about?.exercise === exercise && about?.part === name);
  const carried = [];
  for (const cell of lesson.cells) {
    const { exercise, part: name } = cell.metadata.wslesson ?? {};
    const given = name === "answer" && part(old, exercise, "answer");
    const cards = [old, lesson].map((content) => part(content, exercise, "card")).map((card) => card && text(card));
    if (!given || text(given) === text(cell) || cards[0] !== cards[1]) continue;
    cell.source = text(given);
    carried.push(exercise);
  }
  return carried;
};

/* Try a change until no tab has saved anything meanwhile; return what it tells. */
const change = async (what) => {
  for (;;) {
    const before = await all(), now = new Map(before), records = [];
    const told = await what(now, (record) => {
      records.push(record);
      now.set(record.path, record);
    });
    if (await put(records, before)) return told;
  }
};

/* Bring a newer edition of a lesson; return what is to be said of it, if anything. */
const bring = async (name, edition, stored, put) => {
  const path = `${name}.ipynb`, mine = stored.get(path);
  if (!mine) return undefined;
  const old = await origin(mine);
  if (old.editions.includes(edition)) return undefined;
  const lesson = await read(`files/${path}`);
  if (!old.edited) {
    put(notebook(path, lesson));
    return { path, says: "is the newer edition now: you had not changed it." };
  }
  const carried = old.editions.length ? carry(contentOf(mine), lesson) : [];
  for (const place of beside(path, "new")) {
    const there = stored.get(place) && (await origin(stored.get(place)));
    if (there?.editions.includes(edition)) return undefined;
    if (there?.edited) continue;
    put(notebook(place, lesson));
    const answers = carried.length ? `, with your ${carried.join(", ")}` : "";
    return { path: place, says: `is a newer edition${answers}. You changed ${path}, so that stays as it is.` };
  }
};

/* Bring all newer lessons: `lessons` has the edition of each, by its name. */
export const update = (lessons) => change(async (stored, put) => {
  const told = [];
  for (const [name, edition] of Object.entries(lessons)) told.push(await bring(name, edition, stored, put));
  return told.filter(Boolean);
});

/* Return all files of the learner's: pairs of a path and its bytes. */
export const files = async () => [...(await all())].map(([path, record]) => [path, bytesOf(record)]).filter(([, bytes]) => bytes);

const recordOf = (path, bytes) => {
  if (!path.endsWith(".ipynb")) return file(path, bytes);
  return notebook(path, JSON.parse(new TextDecoder().decode(bytes)));
};

/* Return whether these can be files of a course: each has a path that stays in it, and a notebook is one. */
export const fits = (given) => given.length > 0 && given.every(([path, bytes]) =>
  recordOf(path, bytes) && path.split("/").every((part) => !["", ".", ".."].includes(part) && !part.includes("\\")));

/* Take files from a download of ours, all or none; return what is to be said of each. */
export const take = (given) => change(async (stored, put) => {
  const told = [];
  for (const [path, bytes] of given) {
    const record = recordOf(path, bytes), mine = stored.get(path);
    for (const parent of parents(path)) if (!stored.has(parent)) put(folder(parent));
    if (mine && same(mine, record)) continue;
    if (!mine || !(await origin(mine)).edited) {
      put(record);
      told.push({ path, says: mine ? "is the uploaded one now: you had not changed it." : "is here." });
      continue;
    }
    for (const place of beside(path, "uploaded")) {
      const other = recordOf(place, bytes), there = stored.get(place);
      if (there && !same(there, other)) continue;
      if (!there) {
        put(other);
        told.push({ path: place, says: `is the uploaded one. It differs from ${path} here, so that stays as it is.` });
      }
      break;
    }
  }
  return told;
});

const parents = (path) => path.split("/").slice(0, -1).map((_, at, all) => all.slice(0, at + 1).join("/"));
