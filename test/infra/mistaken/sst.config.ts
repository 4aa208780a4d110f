/** A configuration with a mistake: a lambda queue that nobody consumes. */
export default $config({
  app: () => ({ name: "mistaken", home: "aws" }),
  async run() {
    const { Celeriac } = await import("celeriac/sst");
    const { app } = await import("../../../examples/hello/src/app.ts");
    new Celeriac("Tasks", { app });
  },
});
