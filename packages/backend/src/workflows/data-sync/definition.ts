import { z } from 'zod';
import {
  defineWorkflow,
  exponentialBackoff,
  StepContext,
  StepOutputs,
} from 'backstage-plugin-workflow-runs-node';
import { Region, regionSchema } from '../../orders-api/orders';

/** The region whose API is down where a run simulates an outage. */
export const OUTAGE_REGION: Region = 'west';

const inputSchema = z.strictObject({
  mode: z.enum(['full', 'incremental']).default('full').meta({
    title: 'Mode',
    description:
      'full reads every order again, incremental only those that are new since the last run',
  }),
  pageSize: z.number().int().min(1).max(100).default(25).meta({
    title: 'Page size',
    description: 'Orders per request',
  }),
  delayMs: z.number().int().min(0).max(60_000).default(1_000).meta({
    title: 'Delay',
    description: 'Milliseconds between two requests, to be gentle with the API',
  }),
  simulateOutage: z
    .boolean()
    .default(false)
    .meta({
      title: 'Simulate an outage',
      description: `The API answers 503 for the region ${OUTAGE_REGION}, so that the run fails after its retries`,
    }),
});

const apiRetry = exponentialBackoff({
  attempts: 5,
  initialDelayMs: 500,
  maxDelayMs: 10_000,
});

const fetchRegion = (region: Region) =>
  ({
    title: `Fetch ${region}`,
    description: `Reads the orders of the region ${region}, page by page; another attempt goes on where the last one stopped`,
    type: 'io',
    dependsOn: ['read_watermark'],
    retry: apiRetry,
    output: z.object({ region: regionSchema, fetched: z.number().int() }),
  } as const);

const rangeSchema = z.object({
  /** Only orders with a greater id are read. */
  after: z.number().int(),
  /** How many those should be. */
  orders: z.number().int(),
});

export const dataSync = defineWorkflow({
  name: 'data_sync',
  version: '1.0.0',
  title: 'Data sync',
  description:
    'Copies orders from the API of the shop into the warehouse, four regions at a time, and checks that nothing is missing.',
  input: inputSchema,
  steps: {
    read_watermark: {
      title: 'Read watermark',
      description: 'Up to which order the warehouse is complete, by region',
      type: 'io',
      retry: apiRetry,
      output: z.object({
        north: rangeSchema,
        east: rangeSchema,
        south: rangeSchema,
        west: rangeSchema,
      }),
    },
    fetch_north: fetchRegion('north'),
    fetch_east: fetchRegion('east'),
    fetch_south: fetchRegion('south'),
    fetch_west: fetchRegion('west'),
    upsert: {
      title: 'Upsert',
      description: 'Moves what was fetched into the warehouse, all or nothing',
      type: 'io',
      dependsOn: ['fetch_north', 'fetch_east', 'fetch_south', 'fetch_west'],
      output: z.object({
        inserted: z.number().int(),
        updated: z.number().int(),
        unchanged: z.number().int(),
      }),
    },
    verify: {
      title: 'Verify',
      description: 'Counts and amounts agree with the API, region by region',
      type: 'decision',
      dependsOn: ['upsert'],
      retry: apiRetry,
      output: z.object({
        regions: z.array(
          z.object({
            region: regionSchema,
            orders: z.number().int(),
            amountCents: z.number().int(),
          }),
        ),
      }),
    },
    write_report: {
      title: 'Write report',
      description: 'What was copied, as CSV and JSON',
      type: 'io',
      dependsOn: ['verify'],
      output: z.object({ files: z.array(z.string()) }),
    },
  },
});

type Types = NonNullable<(typeof dataSync)['$types']>;
export type DataSyncInput = Types['input'];
export type DataSyncOutputs = StepOutputs<Types['steps']>;
export type DataSyncContext = StepContext<DataSyncInput, DataSyncOutputs>;
