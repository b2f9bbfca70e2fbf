/* The learner's files, where JupyterLite keeps them. */
import { DATABASE, FILES } from "./names.js";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const opened = async (version) => {
  const request = indexedDB.open(DATABASE, version);
  request.onupgradeneeded = () => {
    if (!request.result.objectStoreNames.contains(FILES)) request.result.createObjectStore(FILES);
  };
  const database = await done(request);
  database.onversionchange = () => database.close();  // JupyterLite adds stores of its own
  if (database.objectStoreNames.contains(FILES)) return database;
  database.close();
  return opened(database.version + 1);
};

/* Return all records, by their paths. */
export const all = async () => {
  const database = await opened();
  try {
    const store = database.transaction(FILES).objectStore(FILES);
    const [paths, records] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    return new Map(paths.map((path, at) => [path, records[at]]));
  } finally {
    database.close();
  }
};

/* Store all records, or none. `before` is what `all` returned: false if a tab has saved one since. */
export const put = async (records, before) => {
  const database = await opened();
  try {
    const change = database.transaction(FILES, "readwrite");
    const ended = new Promise((resolve, reject) => {
      change.oncomplete = () => resolve(true);
      change.onabort = () => (change.error ? reject(change.error) : resolve(false));
    });
    const store = change.objectStore(FILES);
    for (const record of records) {
      const request = store.get(record.path);
      request.onsuccess = () => {
        if (request.result?.last_modified === before.get(record.path)?.last_modified) store.put(record, record.path);
        else change.abort();
      };
    }
    return await ended;
  } finally {
    database.close();
  }
};
