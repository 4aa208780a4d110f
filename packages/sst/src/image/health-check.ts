/** The port that a worker's container answers health at, on its own loopback address. */
export const HEALTH_PORT = 8080;

/** A container's health check, as SST's `Service` takes it; ECS ignores the one of an image. */
export interface HealthCheck {
  readonly command: readonly string[];
  readonly startPeriod: "60 seconds";
  readonly interval: "30 seconds";
  readonly timeout: "5 seconds";
  readonly retries: 3;
}

/** Asks by Node, which every worker's image has; a slim one has no curl. The port is the environment's. */
const ASK =
  "require('node:http').get('http://127.0.0.1:'+process.env.CELERIAC_HEALTH_PORT+'/healthz'," +
  "({statusCode})=>process.exit(statusCode===200?0:1)).on('error',()=>process.exit(1))";

/** A worker is replaced after three failures in a row, a minute and a half; `/healthz` says what counts as one. */
export const HEALTH_CHECK: HealthCheck = {
  command: ["CMD", "node", "-e", ASK],
  startPeriod: "60 seconds",
  interval: "30 seconds",
  timeout: "5 seconds",
  retries: 3,
};
