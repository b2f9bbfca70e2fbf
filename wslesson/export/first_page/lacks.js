/* Can this browser run the course? Asked before anything heavy is loaded: on the first
page, which says what is lacking, and on each of JupyterLab's, which leads there then. */
(() => {
  const ASKED = {
    served: () => location.protocol !== "file:",
    WebAssembly: () => typeof WebAssembly === "object",
    JSPI: () => typeof WebAssembly !== "object" || "Suspending" in WebAssembly,
  };
  const WORDS = {
    served: "This page was opened from the disk, and browsers start no Python there. Let a server of files hand the folder "
      + "out: run \"python -m http.server -b 127.0.0.1\" in it, and open the address that it prints.",
    WebAssembly: "It has no WebAssembly, in which Python runs here. Perhaps a setting has switched it off, such as a "
      + "lockdown mode; otherwise take a newer browser.",
    JSPI: "It cannot suspend Python while a thread waits (JSPI). Chrome, Edge and Chromium can from version 137, "
      + "and Firefox from 153. Safari cannot yet, nor can any browser on an iPhone or iPad.",
    storage: "It lets this page store nothing (IndexedDB), so all your work would be lost. Allow this site to store data, "
      + "as cookies are, or take a window that is not private.",
    room: "It has no room left for this page, so nothing more could be saved. What you have saved is still here: download it, "
      + "then make some room on this device.",
  };

  /* Storage may be there and refuse, or throw, or be full: only storing something tells. */
  const SOME = 2 ** 18;  // bytes, as a large notebook has
  const stored = () => new Promise((resolve, reject) => {
    const bytes = new Uint8Array(SOME);  // of which no two are packed into one
    for (let at = 0; at < SOME; at += 2 ** 16) crypto.getRandomValues(bytes.subarray(at, at + 2 ** 16));
    const request = indexedDB.open("wslesson-trial");
    request.onupgradeneeded = () => request.result.createObjectStore("trial");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const change = request.result.transaction("trial", "readwrite");
      change.objectStore("trial").put(bytes, "bytes");
      change.oncomplete = () => { request.result.close(); resolve(); };
      change.onabort = () => { request.result.close(); reject(change.error); };
    };
  });

  /* Before a learner's work has no room, what is kept for a day without a network goes. */
  const lackOfStorage = async () => {
    try {
      await stored().catch(async () => { await caches.delete("wslesson"); await stored(); });
      return [];
    } catch {
      return [await stored().catch((error) => (error?.name === "QuotaExceededError" ? "room" : "storage"))];
    }
  };

  const found = async () => {
    const names = Object.keys(ASKED).filter((name) => !ASKED[name]());
    return [...names, ...(await lackOfStorage())];
  };

  const tell = (names) => {
    const box = document.getElementById("lacks");
    box.querySelector("ul").replaceChildren(...names.map((name) => {
      const line = document.createElement("li");
      line.textContent = WORDS[name];
      line.dataset.lack = name;
      return line;
    }));
    for (const link of document.querySelectorAll("#lessons a")) link.removeAttribute("href");
    box.hidden = false;
  };

  const first = document.getElementById("lacks");
  window.lacks = found().then((names) => {
    if (names.length && first) tell(names);
    else if (names.length) location.replace("../index.html");
    return names;
  });
})();
