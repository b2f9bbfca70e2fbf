// A kernel without JupyterLab: the same Pyodide, wheels and kernel as the edition has.
const LAB = "/extensions/@jupyterlite/pyodide-kernel-extension/static/pypi/";
let kernel;
let outputs = [];

const plain = (proxy) => proxy?.toJs ? proxy.toJs({ dict_converter: Object.fromEntries }) : proxy;
const note = (output_type) => (data) => outputs.push({ output_type, data: plain(data) });

const died = (error) => self.postMessage({ died: `${error}\n${error.stack}` });

async function start() {
  const { loadPyodide } = await import("/static/pyodide/pyodide.mjs");
  const python = await loadPyodide({
    indexURL: "/static/pyodide/",
    packages: ["micropip", "ipython", "comm", "jedi"],
  });
  python._api.on_fatal = died;
  const { default: name } = await import("/-/kernel.mjs");
  python.unpackArchive(await (await fetch(LAB + name)).arrayBuffer(), "wheel");
  const module = python.pyimport("pyodide_kernel");
  kernel = module.kernel_instance;
  const printed = (name, text) => outputs.push({ output_type: "stream", name, text });
  module.stdout_stream.publish_stream_callback = printed;
  module.stderr_stream.publish_stream_callback = printed;
  const shell = kernel.interpreter;
  const shown = note("execute_result");
  shell.displayhook.publish_execution_result = (number, data) => shown(data);
  shell.display_pub.display_data_callback = note("display_data");
  shell.display_pub.update_display_data_callback = note("display_data");
}

async function run(code) {
  outputs = [];
  const reply = plain(await kernel.run(code));
  if (reply.status === "error") {
    const { ename, evalue, traceback } = reply;
    outputs.push({ output_type: "error", ename, evalue, traceback });
  }
  return JSON.parse(JSON.stringify(outputs));
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ outputs: data === null ? await start() : await run(data) });
  } catch (error) {
    died(error);
  }
};
