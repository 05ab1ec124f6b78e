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
    /** How much there may be at a time, and how large it may be. */
    limits?: {
      /** What one user, or one service, may ask of the API of this backend. */
      requests?: {
        /** True by default. */
        enabled?: boolean;
        /** Requests in a minute; one that is too many is answered with 429 and `Retry-After`. */
        perMinute?: {
          /** What reads one page or one run: 3,000 by default. */
          reads?: number;
          /** What counts or compares many runs, or asks tools outside: 600 by default. */
          queries?: number;
          /** What changes something: 600 by default. */
          mutations?: number;
          /** Files of runs and of the audit trail: 60 by default. */
          exports?: number;
          /** Tokenized values that are shown: 30 by default. */
          reveals?: number;
        };
        /** Live streams that are open at a time: 100 by default. */
        streams?: number;
      };
      /** Runs that this backend holds at a time; runs that only wait are not held. 100 by default. */
      runsPerBackend?: number;
      /** Attempts that this backend executes at a time; others wait for them. 200 by default. */
      attemptsPerBackend?: number;
      /** Runs of one workflow at a time, on all backends together. Without limit by default. */
      runsPerWorkflow?: number;
      /** Runs of one tenant at a time, on all backends together. Without limit by default. */
      runsPerTenant?: number;
      /**
       * The part of each of these limits that backfills may take: more than 0, at most 1. The rest
       * is kept free for production. 0.5 by default; one backfill may always run.
       */
      backfillShare?: number;
      /** Bytes of JSON of an output or a report: 1 MiB by default, 8 MiB at most. */
      payloadBytes?: number;
      /** Bytes of an artifact: 50 MiB by default, 512 MiB at most. */
      artifactBytes?: number;
      /** Bytes of the message of a log line; longer ones are cut. 16,000 by default and at most. */
      logLineBytes?: number;
      /** Log lines of an attempt; later ones are dropped and counted. 10,000 by default and at most. */
      logLinesPerAttempt?: number;
      /** Bytes of the message of a progress; longer ones are cut. 500 by default and at most. */
      progressBytes?: number;
    };
    artifacts?: {
      /**
       * Absolute path of a folder for the content of artifacts, which every backend has to see. Into
       * the database where it is left out; what is there already is still served from there.
       */
      folder?: string;
    };
    /** Where the systems that business events come from show them; of several prefixes the longest. */
    businessEvents?: Array<{
      /** What the ids of the events begin with, such as `erp:`. */
      prefix: string;
      /**
       * An http or https URL; `{id}` stands for the whole id, `{rest}` for what follows the prefix, both
       * percent-encoded.
       */
      url: string;
    }>;
    /** What is taken out of runs before they are stored. */
    privacy?: {
      /** They come before those of the database that are as particular; a hundred at most. */
      policies?: Array<{
        name: string;
        description?: string;
        /** Runs of one tenant only. */
        tenantId?: string;
        /** Runs of one workflow only: `<engine>/<name>`. */
        workflow?: string;
        /** True by default. */
        enabled?: boolean;
        /** The first that is about a value decides. Each has one of `path`, `key` and `detector`. */
        rules: Array<{
          /** JSONPath (RFC 9535) of names, indexes, wildcards and descendants. */
          path?: string;
          /** Name of a member, in which `*` stands for any characters. */
          key?: string;
          /** Id of a detector. */
          detector?: string;
          /** What a mark says that the value was: lower-case letters, digits and `_`. */
          kind?: string;
          treatment: 'redact' | 'hash' | 'tokenize' | 'keep';
        }>;
      }>;
      /** What becomes of what detectors find where no policy says, by their ids. */
      detectors?: {
        [id: string]: 'redact' | 'hash' | 'tokenize' | 'keep';
      };
    };
    traces?: {
      /** Tools that keep traces; the tab Traces of a run shows what they know. Ten at most. */
      providers?: Array<{
        type: 'jaeger' | 'tempo';
        /** As screens call it; Jaeger or Tempo by default. */
        name?: string;
        /** Where its API is: an http or https URL without credentials. */
        baseUrl: string;
        /** Sent as a bearer token. @visibility secret */
        token?: string;
        /** Instead of a token, with a password. */
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Sent as `X-Scope-OrgID`. */
        tenant?: string;
        /** Where it shows a span: an http or https URL; `{traceId}` and `{spanId}` stand for the ids. */
        spanUrl?: string;
      }>;
    };
    logs?: {
      /** Stores that keep log lines; the tab Logs of a run shows what they know. Ten at most. */
      providers?: Array<{
        type: 'loki';
        /** As screens call it; Loki by default. */
        name?: string;
        /** Where its API is: an http or https URL without credentials. */
        baseUrl: string;
        /** Sent as a bearer token. @visibility secret */
        token?: string;
        /** Instead of a token, with a password. */
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Sent as `X-Scope-OrgID`. */
        tenant?: string;
        /** LogQL that selects the lines of a run; `{traceId}` and `{runId}` stand for its ids. */
        query: string;
      }>;
    };
    /** How long runs are kept; admins may add to it on a page. */
    retention?: {
      /** For each class of a run, the most particular policy decides: workflow before tenant before status. */
      policies?: Array<{
        /** Runs of this tenant only. */
        tenantId?: string;
        /** Runs of this workflow only: `<engine>/<name>`. */
        workflow?: string;
        /** Runs that have ended so only. */
        status?: 'completed' | 'failed' | 'canceled';
        /** Days since a run has ended, 1 to 36,500; no part of a run longer than `runs`. */
        days: {
          /** Log lines; 30 by default. */
          logs?: number;
          /** Inputs, outputs, progress and what can be searched of them; 90 by default. */
          io?: number;
          /** Files; 90 by default. */
          artifacts?: number;
          /** What it takes to do a run again; 30 by default, 90 of runs that have failed. */
          sealed?: number;
          /** The run with all that belongs to it; 365 by default. */
          runs?: number;
          /** Audit trail, bulk jobs, reports of retention; 400 by default. */
          audit?: number;
        };
      }>;
      /** Tags that keep a run; `*` stands for any characters. `legal-hold` by default. */
      legalHoldTags?: string[];
      /** When jobs start. */
      schedule?: {
        /** By hand alone where it is false; true by default. */
        enabled?: boolean;
        /** Five or six fields, by the clock of the backend; `17 2 * * *` by default. */
        cron?: string;
      };
    };
    /**
     * What is expected of the runs of workflows, where neither their catalog entity nor their definition says it.
     * Of several, the one that names the workflow wins, then the one that names the environment. 500 at most.
     */
    slos?: Array<{
      /** `<engine>/<name>`, or `*` for every workflow. */
      workflow: string;
      /** Only runs there; all environments together where it is left out. */
      environment?: string;
      /** The share of runs that have to complete: more than 0, less than 1. */
      successRate?: number;
      /** 95 % of the runs that complete may take no longer, such as `10m` or `1h30m`. */
      p95Duration?: string;
      /** 1 to 90 days up to now, such as `28d` or `4w`; 28 days by default. */
      window?: string;
    }>;
    /** How what happens reaches those who watch. */
    live?: {
      /**
       * Whether backends on one PostgreSQL tell each other at once of what they write, each by a connection of
       * its own that uses LISTEN and NOTIFY. They poll every second in any case. True by default.
       */
      notify?: boolean;
      /** Whether users who ask for it get hints that runs have changed, by Backstage's signals. True by default. */
      signals?: boolean;
      /** Runs and workflows of which one user may want hints at a time: 200 by default, up to 10,000. */
      subscriptions?: number;
    };
    /**
     * How long runs of workflows may take, where neither their catalog entity nor their definition says it. Of
     * several, the one that names the workflow wins, then the one that names the environment. 500 at most. It holds
     * for runs that are launched from then on.
     */
    slas?: Array<{
      /** `<engine>/<name>`, or `*` for every workflow. */
      workflow: string;
      /** Only runs there; all environments where it is left out. */
      environment?: string;
      /** 1 s to 365 days, such as `90s`, `30m` or `1h30m`. */
      target: string;
    }>;
    /** Rules that admins make, which notify somebody or call a webhook. */
    alerts?: {
      /** Whether they are evaluated. True by default. */
      enabled?: boolean;
      /** How often, in seconds: 5 to 3,600. 60 by default. */
      intervalSeconds?: number;
    };
    ingest?: {
      /** Who may tell of runs that live elsewhere. */
      sources?: Array<{
        /** What `source` of its events begins with; the longest one that fits counts. */
        source: string;
        /** Subjects of `backend.auth.externalAccess` that may send them. */
        subjects: string[];
        /** The engine instance that its runs belong to; workflows are named `<engine>/<name>`. */
        engine: string;
        /** `default` by default. */
        tenant?: string;
        /** `production` by default. */
        environment?: string;
        /** `import` for runs of the past, of which nobody is notified. */
        mode?: 'live' | 'import';
        /** What the engine can be asked; nothing where it is left out. */
        commands?: {
          actions: Array<'pause' | 'resume' | 'cancel' | 'retry' | 'force'>;
          /** How long an answer is waited for: 5 to 86,400. 300 by default. */
          expireSeconds?: number;
          /** Where commands are posted to; an engine without one asks for them. */
          webhook?: {
            url: string;
            /**
             * `whsec_` and 24 to 64 bytes in base64, by which they are signed.
             * @visibility secret
             */
            secret: string;
          };
        };
      }>;
    };
    /** How often engines elsewhere are asked for their runs, where they do not tell by themselves. */
    sync?: {
      /** Whether this backend asks. True by default. */
      enabled?: boolean;
      /** What somebody looks at is asked for anew where it is older. 10 by default, 2 at least. */
      staleSeconds?: number;
      /** How long a page of a run waits for news of its engine, in milliseconds. 1,500 by default. */
      waitMs?: number;
      /** Runs that have not ended are asked for so often. 30 by default. */
      openSeconds?: number;
      /** Runs that have changed are asked for so often. 60 by default. */
      windowSeconds?: number;
      /** How far what is asked for goes back into what was asked for before. 120 by default. */
      overlapSeconds?: number;
      /** How far the first sync goes back; what ended before it is an import. 30 by default, 0 for none. */
      backfillDays?: number;
      /** How often the last day is gone through again, for what was missed. 24 by default, 0 for never. */
      driftHours?: number;
      /** How long an engine may take for one page. 30 by default. */
      timeoutSeconds?: number;
    };
    notifications?: {
      /** Whether anybody is notified of runs, by Backstage's notifications. True by default. */
      enabled?: boolean;
      /** Whether runs of backfills call anybody. False by default. */
      backfills?: boolean;
      /** Whether a notification says as well when what it tells of is over. True by default. */
      resolutions?: boolean;
      /** Notifications sent in a minute; others wait. 60 by default, 1,000 at most. */
      perMinute?: number;
      /** What is told of; each is true by default. */
      topics?: {
        'run-failed'?: boolean;
        'validation-failed'?: boolean;
        'waiting-for-human'?: boolean;
        'sla-at-risk'?: boolean;
        'sla-breached'?: boolean;
        'needs-intervention'?: boolean;
        /** Where it is false, owners hear of each run that fails. */
        'failure-group-new'?: boolean;
        /** Alert rules that fire. */
        alert?: boolean;
      };
    };
    /** How webhooks are delivered; admins make them on a page. */
    webhooks?: {
      /** Whether this backend delivers. True by default. */
      enabled?: boolean;
      /** Hosts that may be called wherever they are: `hooks.acme.test`, `*.acme.test:8443`, `10.1.2.3:9000`. */
      allow?: string[];
      /** How long a receiver may take to answer. 10 by default, 30 at most. */
      timeoutSeconds?: number;
      /** Requests to one receiver at the same time. 4 by default, 32 at most. */
      concurrency?: number;
      /** Requests to one receiver in a second. 50 by default. */
      perSecond?: number;
      /** A receiver that has taken nothing for so long is given up. 3 by default. */
      giveUpDays?: number;
      /** How long what was delivered can be looked at. 14 by default, 2 to 365. */
      keepDays?: number;
    };
    /**
     * What handlers ask for with `secret(name)`, by name. It is read when it is asked for, never
     * stored, and redacted from all that runs record.
     * @deepVisibility secret
     */
    secrets?: { [name: string]: string };
  };
}
