/** What every run consists of: steps one after the other, whose handlers do nothing. */
export interface Load {
  /** Steps of each run. */
  steps: number;
  /** Runs that are under way at a time. */
  inFlight: number;
}

/** One that executes runs. */
export interface Subject {
  /** Steps whose handler has been called so far. */
  readonly stepsDone: number;
  /** Called when the handler of a step starts. */
  onStep: () => void;
  /** Executes one run; settles once its end is committed. */
  run(): Promise<void>;
  stop(): Promise<void>;
}
