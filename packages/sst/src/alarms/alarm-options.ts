export interface AlarmOptions {
  readonly topic?: string;
}
