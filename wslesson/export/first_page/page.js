/* The first page: opens lessons, and takes care of the learner's work. */
import { LAB, WORKER } from "./names.js";
import { files, fits, read, take, update } from "./course.js";
import { unzipped, zipped } from "./zip.js";

const find = (id) => document.getElementById(id);

const tell = (says, { path, amiss } = {}) => {
  const line = document.createElement("li");
  if (amiss) line.className = "amiss";
  if (path?.endsWith(".ipynb")) {
    const link = document.createElement("a");
    link.href = LAB + encodeURIComponent(path);
    link.textContent = path;
    line.append(link, ` ${says}`);
  } else line.append(path ? `${path} ${says}` : says);
  find("news").append(line);
};

const failed = (what, error) => {
  const full = error.name === "QuotaExceededError";
  const why = full ? "the browser has no more room for this page. Download your course, then make room." : error.message || error.name;
  tell(`${what}: ${why} Nothing has changed.`, { amiss: true });
};

const newer = async (lessons) => {
  try {
    const told = await update(lessons);
    for (const each of told) tell(each.says, each);
    return told.length > 0;
  } catch (error) {
    failed("The newer lessons were not stored", error);
    return true;
  }
};

const keepForOffline = async () => {
  try {
    await navigator.serviceWorker.register(WORKER);
    const late = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([navigator.serviceWorker.ready, late]);
  } catch {
    find("offline").textContent = "This window keeps no copy of the course (it is private, or the address is not "
      + "https), so you need the network each time.";
  }
};

const download = async () => {
  const mine = await files();
  if (!mine.length) {
    tell("There is nothing to download yet: here is what you have saved in a lesson.", {});
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(zipped(mine));
  link.download = "my-course.zip";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  tell(`my-course.zip has ${mine.length} ${mine.length === 1 ? "file" : "files"} of yours.`);
};

const upload = async (chosen, lessons) => {
  let given;
  try {
    given = await unzipped(await chosen.arrayBuffer());
    if (!fits(given)) throw new RangeError("no course");
  } catch {
    tell(`${chosen.name} is no course of yours: take the file that "Download my course" gave you. Nothing has changed.`, { amiss: true });
    return;
  }
  try {
    const told = await take(given);
    for (const each of told) tell(each.says, each);
    if (!told.length) tell(`All that is in ${chosen.name} is here already.`);
  } catch (error) {
    failed(`${chosen.name} was not taken`, error);
    return;
  }
  await newer(lessons);
};

/* Without what it takes, a lesson can still be read, if these pages lie beside the site's. */
const leadToSite = async () => {
  const links = [...document.querySelectorAll("#lessons a")];
  const there = links.length && (await fetch(`../${links[0].dataset.name}.html`, { method: "HEAD" }).catch(() => ({})));
  if (!there.ok) return;
  for (const link of links) link.href = `../${link.dataset.name}.html`;
  const link = document.createElement("a");
  link.href = "../index.html";
  link.textContent = "Read the lessons here";
  find("instead").append(" ", link, ".");
};

const begin = async () => {
  const lacks = await window.lacks;
  if (lacks.length) await leadToSite();
  if (lacks.includes("storage")) return;
  const lessons = await read("first/lessons.json");
  find("download").onclick = () => download().catch((error) => failed("Your course was not downloaded", error));
  find("upload").onclick = () => find("file").click();
  find("file").onchange = async ({ target }) => {
    find("news").replaceChildren();
    const [chosen] = target.files;
    if (chosen) await upload(chosen, lessons);
    target.value = "";
  };
  for (const name of ["download", "upload"]) find(name).disabled = false;
  const [told] = await Promise.all([newer(lessons), keepForOffline()]);
  if (lacks.length) return;
  const wanted = new URLSearchParams(location.search).get("lesson");
  if (wanted && !(wanted in lessons)) tell(`There is no lesson ${wanted} here.`, { amiss: true });
  else if (wanted && !told) location.replace(`${LAB}${wanted}.ipynb`);
};

begin().catch((error) => failed("This page could not begin", error)).finally(() => document.body.dataset.ready = "");
