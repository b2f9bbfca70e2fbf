/* Can this browser run the course? Asked before anything heavy is loaded: on the first
page, which says what is lacking, and on each of JupyterLab's, which leads there then. */
(() => {
  const ASKED = {
    served: () => location.protocol !== "file:",
    WebAssembly: () => typeof WebAssembly === "object",
    JSPI: () => typeof WebAssembly !== "object" || "Suspending" in WebAssembly,
    // It may be there and refuse, or be there and throw: only trying tells.
    storage: () => new Promise((resolve, reject) => {
      const request = indexedDB.open("wslesson");
      request.onerror = reject;
      request.onsuccess = () => { request.result.close(); resolve(true); };
    }),
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
  };

  const found = async () => {
    const names = [];
    for (const [name, ask] of Object.entries(ASKED)) {
      if (!(await Promise.resolve().then(ask).catch(() => false))) names.push(name);
    }
    return names;
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
