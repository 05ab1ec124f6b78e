export interface Config {
  workflowRuns?: {
    /**
     * What this backend does: serve the API (`api`), execute runs (`worker`), or both (`all`, the
     * default).
     */
    role?: 'all' | 'api' | 'worker';
    encryption?: {
      /**
       * Keys that seal stored inputs and outputs; the first is the active one, the others open what
       * was sealed before. Outside production a key is generated beside a SQLite file.
       */
      keys: Array<{
        id: string;
        /** At least 16 characters. @visibility secret */
        secret: string;
      }>;
    };
  };
}
