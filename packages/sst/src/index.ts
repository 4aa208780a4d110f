export { FUNCTION_SETTINGS, type FunctionSettings } from "./function-settings.ts";
