/* In JupyterLab: what a learner writes is saved in time, and what stands in its way is said. */
(() => {
  const LOOK = "position: fixed; inset: auto 0 0; z-index: 10000; margin: 0; padding: 8px 16px; border-top: 3px solid #b35900; "
    + "background: #fff1e5; color: #1f2328; font: 15px/1.5 system-ui, sans-serif";

  /* Say something above all, once; with a way to keep what no browser has stored. */
  const say = (words) => {
    if (document.getElementById("wslesson-notice")?.textContent.startsWith(words)) return;
    document.getElementById("wslesson-notice")?.remove();
    const line = document.createElement("p");
    line.id = "wslesson-notice";
    line.role = "alert";
    line.style.cssText = LOOK;
    const button = document.createElement("button");
    button.textContent = "Download it as it is now";
    button.onclick = download;
    line.append(words, " ", button);
    document.body.prepend(line);
  };

  const shown = () => window.jupyterapp?.shell.currentWidget?.context;

  const download = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(shown().model.toJSON(), null, 1)]));
    link.download = shown().path.split("/").pop();
    link.click();
  };

  /* Whoever leaves the tab, for another or for good, finds the lesson saved. */
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") window.jupyterapp?.commands.execute("docmanager:save-all");
  });

  const watched = new WeakSet();
  const watch = () => {
    const context = shown();
    if (!context || watched.has(context)) return;
    watched.add(context);
    context.saveState.connect((_, state) => {
      if (state === "failed") {
        say("This is not saved. Most likely the browser has no more room for this page: keep your work in a file, then make some.");
      }
    });
  };
  const begin = setInterval(() => {
    if (!window.jupyterapp) return;
    clearInterval(begin);
    window.jupyterapp.shell.currentChanged.connect(watch);
    watch();
  }, 200);

  /* The lock is let go when the tab goes. Of two tabs, the one that saves last is asked what to overwrite. */
  const path = new URLSearchParams(location.search).get("path");
  if (path) navigator.locks?.request(`wslesson:${path}`, { ifAvailable: true }, (lock) => {
    if (lock) return new Promise(() => {});
    say("This lesson is open in another tab, too. Close one of them: only one can be saved.");
  });
})();
