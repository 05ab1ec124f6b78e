import { z } from 'zod';
import {
  defineWorkflow,
  exponentialBackoff,
  StepContext,
  StepOutputs,
} from 'backstage-plugin-workflow-runs-node';
import { checkResultSchema } from './findings';

const inputSchema = z.strictObject({
  kinds: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/)
        .meta({ title: 'Kind' }),
    )
    .min(1)
    .max(20)
    .default(['Component', 'API', 'Resource', 'System'])
    .meta({ title: 'Kinds', description: 'Kinds of entities to check' }),
  requiredAnnotations: z
    .array(z.string().min(1).max(253).meta({ title: 'Annotation' }))
    .max(20)
    .default(['backstage.io/source-location', 'example.com/runbook'])
    .meta({
      title: 'Required annotations',
      description: 'What every entity should be annotated with',
    }),
  failBelow: z.number().min(0).max(100).optional().meta({
    title: 'Fail below',
    description:
      'The run fails where the score, 0 to 100, is below. Leave it empty to only report.',
  }),
});

// The catalog restarts with every deployment of the portal: worth some patience.
const catalogRetry = exponentialBackoff({
  attempts: 4,
  initialDelayMs: 500,
  maxDelayMs: 5_000,
});

const check = (title: string, description: string) =>
  ({
    title,
    description,
    dependsOn: ['count_entities'],
    retry: catalogRetry,
    output: checkResultSchema,
  } as const);

export const catalogHealth = defineWorkflow({
  name: 'catalog_health',
  version: '1.0.0',
  title: 'Catalog health',
  description:
    'Looks at every entity of the catalog for missing owners, annotations and relations, scores what it finds and writes a report.',
  input: inputSchema,
  steps: {
    count_entities: {
      title: 'Count entities',
      description: 'How many entities of each kind there are to check',
      type: 'io',
      retry: catalogRetry,
      output: z.object({
        total: z.number().int(),
        byKind: z.record(z.string(), z.number().int()),
      }),
    },
    check_owners: check(
      'Check owners',
      'Every entity belongs to somebody who exists, better a team than a person',
    ),
    check_annotations: check(
      'Check annotations',
      'Every entity carries the required annotations',
    ),
    check_relations: check(
      'Check relations',
      'Whatever an entity points at exists',
    ),
    score: {
      title: 'Score',
      description: 'Share of the checks that entities passed',
      type: 'decision',
      dependsOn: ['check_owners', 'check_annotations', 'check_relations'],
      output: z.object({
        score: z.number(),
        grade: z.enum(['good', 'fair', 'poor']),
        errors: z.number().int(),
        warnings: z.number().int(),
        worst: z.array(
          z.object({ entity: z.string(), findings: z.number().int() }),
        ),
      }),
    },
    write_report: {
      title: 'Write report',
      description: 'Findings as CSV, and a page to read as HTML',
      type: 'io',
      dependsOn: ['count_entities', 'score'],
      output: z.object({ files: z.array(z.string()) }),
    },
    enforce_threshold: {
      title: 'Enforce threshold',
      description: 'Fails the run where the score is below what was asked for',
      type: 'decision',
      // After the report, because whoever sees it fail wants to read why.
      dependsOn: ['score', 'write_report'],
      when: { exists: { $ref: '/input/failBelow' } },
    },
  },
});

type Types = NonNullable<(typeof catalogHealth)['$types']>;
export type CatalogHealthInput = Types['input'];
export type CatalogHealthOutputs = StepOutputs<Types['steps']>;
export type CatalogHealthContext = StepContext<
  CatalogHealthInput,
  CatalogHealthOutputs
>;
