/* Whoever leaves a lesson's tab, for another or for good, finds it saved. */
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") window.jupyterapp?.commands.execute("docmanager:save-all");
});
