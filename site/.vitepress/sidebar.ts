import type { DefaultTheme } from "vitepress";

type Entry = readonly [text: string, page: string];

/** The site's pages, in the order of what a person wants to do. Each page of docs/ stands here once. */
const GROUPS: readonly (readonly [string, readonly Entry[]])[] = [
  [
    "Start",
    [
      ["Getting started", "getting-started"],
      ["Tasks", "tasks"],
      ["Sending", "sending"],
      ["Results", "results"],
      ["Retries and dead letters", "retries-and-dead-letters"],
      ["Lambda or worker", "lambda-or-worker"],
    ],
  ],
  [
    "Develop",
    [
      ["Local development", "local-development"],
      ["Testing", "testing"],
      ["Emulators", "emulators"],
    ],
  ],
  [
    "When you need it",
    [
      ["Schedules", "schedules"],
      ["Unique tasks", "unique"],
      ["Idempotency", "idempotency"],
      ["Tags", "tags"],
    ],
  ],
  [
    "Run",
    [
      ["Deploy", "deploy"],
      ["The worker's image", "worker-image"],
      ["Monitoring and scaling", "monitoring"],
      ["Operations", "operations"],
      ["Troubleshooting", "troubleshooting"],
      ["The doctor", "doctor"],
      ["Costs", "costs"],
      ["Performance", "performance"],
      ["Guarantees", "guarantees"],
    ],
  ],
  [
    "Coming from",
    [
      ["Celery", "coming-from-celery"],
      ["Celery: names", "coming-from-celery-names"],
      ["Celery: settings", "coming-from-celery-settings"],
      ["Celery: examples", "coming-from-celery-examples"],
      ["BullMQ", "coming-from-bullmq"],
      ["sqs-consumer", "coming-from-sqs-consumer"],
    ],
  ],
  [
    "Reference",
    [
      ["Command line", "cli"],
      ["Configuration", "configuration"],
      ["Errors", "errors"],
      ["Glossary", "glossary"],
      ["API", "api/index"],
    ],
  ],
];

/** Every page that the sidebar leads to, by its path in docs/ without `.md`. */
export const SIDEBAR_PAGES: readonly string[] = GROUPS.flatMap(([, entries]) =>
  entries.map(([, page]) => page),
);

export const sidebar: DefaultTheme.SidebarItem[] = GROUPS.map(([text, entries]) => ({
  text,
  items: entries.map(([title, page]) => ({
    text: title,
    link: `/${page.replace(/(^|\/)index$/, "$1")}`,
  })),
}));
