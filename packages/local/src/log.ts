/** One line that something of the embedded AWS wrote. */
export interface EmbeddedLogLine {
  /** `lambda:<queue>`, `dynamodb`, `scheduler` or `event-source:<queue>`. */
  readonly source: string;
  readonly line: string;
}

export type WriteLog = (line: EmbeddedLogLine) => void;
