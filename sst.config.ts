/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app: ({ stage }) => ({
    name: "celeriac-novel",
    home: "aws",
    removal: stage === "production" ? "retain" : "remove",
    providers: { aws: { version: "7.20.0" } },
  }),
  run: async () => (await import("./infra/novel.ts")).deployNovel(),
});
