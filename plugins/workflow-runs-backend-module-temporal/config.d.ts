export interface Config {
  workflowRuns?: {
    /** Temporal clusters whose workflow executions are shown. */
    temporal?: {
      clusters: Array<{
        /**
         * Names the engine: workflows of the first namespace are `<id>/<type>`, those of each other one
         * `<id>-<namespace>/<type>`. Lower case.
         */
        id: string;
        /** What people call it. The id by default. */
        title?: string;
        /** `host:port` of the frontend service; port 7233 by default. */
        address: string;
        /** Each is an engine of its own. `default` by default. */
        namespaces?: string[];
        /** The environment of its runs. `production` by default. */
        environment?: string;
        /** The tenant of its runs. `default` by default. */
        tenant?: string;
        /** Nobody is told of the runs of an `import`. `live` by default. */
        mode?: 'live' | 'import';
        /** TLS, with certificates where they are wanted. Off by default; with an `apiKey` it is on. */
        tls?:
          | boolean
          | {
              /** Whom to trust, where that is not what the machine trusts. */
              caFile?: string;
              ca?: string;
              /** Of this client; with its key. Files are read again when they change. */
              certFile?: string;
              cert?: string;
              keyFile?: string;
              /** @visibility secret */
              key?: string;
              /** The name that the certificate of the server has, where that is not the host of the address. */
              serverName?: string;
            };
        /** @visibility secret */
        apiKey?: string;
        /** A codec server, which decodes payloads that are encoded or encrypted. */
        codec?: {
          /** `/decode` and `/encode` are asked below it. */
          endpoint: string;
          /**
           * Sent with each request.
           *
           * @deepVisibility secret
           */
          headers?: { [name: string]: string };
          /** 5 by default. */
          timeoutSeconds?: number;
        };
        /**
         * A module that exports a `payloadConverter`, as workers of the TypeScript SDK have it. What it cannot read is read
         * as Temporal's own encodings say.
         */
        payloadConverterPath?: string;
        /** How much is asked of each namespace at most. */
        limits?: {
          /** On average. 100 by default. */
          requestsPerSecond?: number;
          /** In a moment, after a quiet time. As many as in two seconds by default. */
          burst?: number;
          /** Calls that list executions; Temporal allows 10 for all of its clients. 1 by default. */
          visibilityPerSecond?: number;
        };
        /** How old what is known of an open execution may become, in seconds. 3 by default. */
        refreshSeconds?: number;
        /** Where executions that are launched here are queued, by type; that of the newest of the type by default. */
        taskQueues?: { [type: string]: string };
        /** How far back the first sync looks, in days; not further than `workflowRuns.sync.backfillDays`. */
        backfillDays?: number;
        /** A visibility query that executions have to fit, too: `WorkflowType != 'noise'`. */
        query?: string;
      }>;
    };
  };
}
