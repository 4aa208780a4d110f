import { defineConfig, type UserConfig } from "vitepress";
import { anchorOf } from "./anchor-of.ts";
import { repositoryLinks } from "./repository-links.ts";
import { sidebar } from "./sidebar.ts";

const config: UserConfig = defineConfig({
  title: "Celeriac",
  description: "Background tasks on SQS, Lambda and DynamoDB, in TypeScript",
  lang: "en",
  srcDir: "../docs",
  outDir: "./dist",
  cacheDir: "../node_modules/.cache/vitepress",
  cleanUrls: true,
  // A page logs a 404 for its icon unless it says that it has none.
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: anchorOf },
    config: (markdown) => {
      markdown.use(repositoryLinks);
    },
  },
  themeConfig: {
    nav: [
      { text: "Guide", link: "/getting-started" },
      { text: "Configuration", link: "/configuration" },
      { text: "API", link: "/api/" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        translations: { button: { buttonText: "Search", buttonAriaLabel: "Search" } },
        // A guide tells more than the API's page of the same word.
        miniSearch: {
          searchOptions: {
            boostDocument: (page: string) => (page.startsWith("/api/") ? 0.2 : 1),
          },
        },
      },
    },
  },
});

export default config;
