// The worker as the demo starts it: its input is a pipe from the demo, which closes when the demo ends, however it
// ends. So not even `kill -9` of the demo leaves a worker behind.
process.stdin.once("close", () => process.kill(process.pid, "SIGTERM")).resume();
process.stdin.unref();

await import("../worker.ts");

export {};
