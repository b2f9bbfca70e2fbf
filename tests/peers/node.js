// The npm package ws: an echo server, and an echo client for each address on stdin.
const { WebSocket, WebSocketServer } = require("ws");

function echo(socket) {
  socket.on("message", (data, isBinary) => {
    const text = isBinary ? "" : data.toString();
    if (text === "ping") socket.ping("42");
    else if (text === "close") socket.close(4002, "they leave");
    else if (text === "fragments") {
      socket.send("in ", { fin: false });
      socket.send("three ", { fin: false });
      socket.send("parts", { fin: true });
    } else socket.send(data, { binary: isBinary });
  });
  socket.on("pong", (data) => data.toString() === "42" && socket.send("pong"));
  socket.on("error", (error) => console.error(error));
  socket.on("close", (code, reason) => say({ code, reason: reason.toString() }));
}

function say(what) {
  console.log(JSON.stringify(what));
}

const compressed = { perMessageDeflate: { threshold: 0 } };
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, ...compressed });
server.on("connection", echo);
server.on("listening", () => say(server.address().port));

const addresses = require("readline").createInterface({ input: process.stdin });
addresses.on("line", (address) => echo(new WebSocket(address, compressed)));
addresses.on("close", () => process.exit());
