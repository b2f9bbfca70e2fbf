/* What this page leans on of JupyterLite that nobody has promised: all of it stands here.

- A file is a record in an IndexedDB of this name, in this store, under its path. (The name is
  ours: `contentsStorageName` in jupyter-lite.json, and lacks.js has a database of its own. The
  store and the record are localforage's and JupyterLite's.) `tests/lite/test_kept.py` compares.
- JupyterLite looks into index.html at its root for #jupyter-config-data.
- JupyterLab opens a file by `lab/index.html?path=`, and has `<head>` in that page. In the page it
  is `jupyterapp` (`exposeAppInBrowser` in jupyter-lite.json), with the command
  docmanager:save-all, and `autosaveInterval` (seconds) is a setting of the plugin named there.
- Its service worker is service-worker.js, registered with this query, and asks for api/drive,
  api/stdin and api/service-worker-heartbeat, which offline.js leaves to it. */
export const DATABASE = "wslesson";
export const FILES = "files";
export const WORKER = "service-worker.js?enableCache=false";
export const LAB = "lab/index.html?path=";

const record = (path, format, type, mimetype, content, size) => {
  const now = new Date().toISOString();
  const name = path.split("/").pop();
  return { name, path, last_modified: now, created: now, format, mimetype, content, size, writable: true, type };
};
const long = (text) => new TextEncoder().encode(text).length;

/* Return what JupyterLite stores of a notebook, of another file, of a folder. */
export const notebook = (path, content) =>
  record(path, "json", "notebook", "application/x-ipynb+json", content, long(JSON.stringify(content)));
export const folder = (path) => record(path, "json", "directory", "", null, 0);
export const file = (path, bytes) => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return record(path, "text", "file", "text/plain", text, bytes.length);
  } catch {
    const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return record(path, "base64", "file", "application/octet-stream", btoa(letters), bytes.length);
  }
};

/* Return what is in a record, as the bytes of a file; undefined for a folder. */
export const bytesOf = ({ type, format, content }) => {
  if (type === "directory") return undefined;
  if (format === "base64") return Uint8Array.from(atob(content ?? ""), (letter) => letter.charCodeAt(0));
  const text = format === "json" ? `${JSON.stringify(content, null, 1)}\n` : content ?? "";
  return new TextEncoder().encode(text);
};
