export { Celeriac } from "./component/celeriac.ts";
