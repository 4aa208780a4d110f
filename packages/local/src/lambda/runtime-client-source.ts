/**
 * Stands in for the native part of aws-lambda-ric, which only exists after a compiler ran at install. Loaded before
 * it, this CommonJS module answers its `require("./rapid-client.node")`. Like the native one it posts an answer
 * before it asks for the next invocation; unlike it, without blocking.
 */
export const RUNTIME_CLIENT_SOURCE: string = `
const http = require("node:http");
const Module = require("node:module");
// One socket: the calls keep their order.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");

const call = (method, path, body, headers) => new Promise((resolve, reject) => {
  const request = http.request({ agent, host, port, method, path: "/2018-06-01/runtime/invocation/" + path, headers });
  request.on("error", reject);
  request.on("response", (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk) => { text += chunk; });
    response.on("error", reject);
    response.on("end", () => resolve({ bodyJson: text, headers: response.headers }));
  });
  request.end(body);
});
// An answer that cannot be handed over is no answer: the end of the process tells Lambda so.
const post = (path, body) => {
  call("POST", path, body, { "content-type": "application/json" }).catch(() => process.exit(1));
};

const client = {
  next: () => call("GET", "next"),
  done: (id, body) => post(id + "/response", body),
  error: (id, body) => post(id + "/error", body),
};
const load = Module._load;
Module._load = (request, ...rest) =>
  request === "./rapid-client.node" ? client : load(request, ...rest);
`;
