/* What has come once is there without a network, too. With one, the newest comes: pieces of
two editions would not fit together. This stands before JupyterLite's own service worker. */
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const ours = event.request.method === "GET" && origin === location.origin;
  if (!ours || /\/api\/(drive|stdin|service-worker-heartbeat)/.test(pathname)) return;
  event.stopImmediatePropagation();
  event.respondWith(newest(event, origin + pathname));
});

let full = false;
const noRoom = () => {
  full = true;
  return caches.delete("wslesson");  // the learner's work needs what is left
};

const newest = async (event, address) => {
  const cache = await caches.open("wslesson");
  try {
    const named = address.includes("/build/");  // after what is in it: such a file never changes
    const reply = await fetch(event.request, { cache: named ? "default" : "no-cache" });
    if (reply.ok && !full) event.waitUntil(cache.put(address, reply.clone()).catch(noRoom));
    return reply;
  } catch (error) {
    const kept = await cache.match(address, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
};
