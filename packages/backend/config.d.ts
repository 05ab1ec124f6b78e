export interface Config {
  auth?: {
    providers?: {
      /** Signs in as user:default/viewer, without a password. */
      'example-viewer'?: {
        /** Lets everybody in outside of development, too. */
        dangerouslyAllowOutsideDevelopment?: boolean;
      };
      /** Signs in as user:default/operator, without a password. */
      'example-operator'?: {
        /** Lets everybody in outside of development, too. */
        dangerouslyAllowOutsideDevelopment?: boolean;
      };
      /** Signs in as user:default/admin, without a password. */
      'example-admin'?: {
        /** Lets everybody in outside of development, too. */
        dangerouslyAllowOutsideDevelopment?: boolean;
      };
    };
  };

  /** The API that the workflow data_sync reads: sample data, and troubles on purpose. */
  exampleOrders?: {
    /** Share of the requests for orders that are answered with 503, 0 to 1. 0.04 by default. */
    failureRate?: number;
    /** Share of the requests for orders that are slow, 0 to 1. 0.08 by default. */
    slowRate?: number;
    /** Milliseconds that a slow request takes longer. 2000 by default. */
    slowMs?: number;
    /** Which requests fail or are slow: the same seed, the same sequence. 1 by default. */
    seed?: number;
  };

  /** The services that the workflow trial_activation calls. */
  exampleTrials?: {
    /** Milliseconds that every answer takes. 300 by default. */
    latencyMs?: number;
    /** Milliseconds until an agent that was started is healthy. 5000 by default. */
    startUpMs?: number;
  };

  /** Where the workflow invoice_extraction finds invoices. */
  exampleInvoices?: {
    /** Path of a folder; a relative one starts where the backend runs. */
    directory: string;
  };

  /** Where the template new-service writes the services that it makes. */
  exampleServices?: {
    /** Path of a folder; a relative one starts where the backend runs. */
    directory: string;
  };

  /** Where the workflow data_sync puts what it reads. */
  exampleWarehouse?: {
    /** Path of a SQLite file; a relative one starts where the backend runs. */
    file: string;
  };
}
