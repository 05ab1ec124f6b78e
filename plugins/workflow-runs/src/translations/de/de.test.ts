import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import german from '.';

// The type of a ref does not tell of them; the translation API reads them the same way.
const english = (
  workflowRunsTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  }
).getDefaultMessages();
const messages = german.messages as Record<string, string | null>;

/** What reads the same in both languages; messages without a word of their own do so anyway. */
const SHARED = [
  'Engines',
  'Webhook',
  'Webhooks',
  'Workflows',
  'Name',
  'Runbook',
  'Status',
  'Details',
  'Version',
  'Version {{version}}',
  'Text',
  'Filter',
  'Normal',
  'Tag',
  'Tags',
  'Workflow',
  'Team',
  'Engine',
  'Handler',
  'Worker {{worker}}',
  'Backfill',
  'Fan-out',
  'Rollback',
  'Operation',
  'Live',
  'Logs',
  'Audit',
  'Traces',
  'Trace in {{provider}}',
  'Span',
  'Trace (JSON)',
  'Notebook (Jupyter)',
  'Gantt',
  'Graph',
  'Zoom',
  'SLA',
  'SLA {{target}}',
  'SLA {{time}}',
  'HITL',
  'CSV',
  'debug',
  'info',
  'warn',
  'error',
  'Signal',
  'Worker',
  // Names of products and of an engine.
  'Temporal',
  'Airflow',
  'Ingest',
  'Scaffolder',
];

const placeholdersOf = (message: string) =>
  (message.match(/\{\{[^}]*\}\}/g) ?? []).sort();

describe('the German translation', () => {
  it('has every message, and none that nobody asks for', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
  });

  it('leaves none empty', () => {
    const empty = Object.entries(messages).filter(([, text]) => !text?.trim());
    expect(empty).toEqual([]);
  });

  it('fills in what the English fills in', () => {
    const differing = Object.entries(english).filter(
      ([key, text]) =>
        placeholdersOf(text).join() !==
        placeholdersOf(messages[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it('leaves none in English by accident', () => {
    const left = Object.entries(english)
      .filter(([key, text]) => messages[key] === text)
      .map(([, text]) => text)
      .filter(text => /\p{L}{2}/u.test(text.replace(/\{\{[^}]*\}\}/g, '')));
    expect([...new Set(left)].filter(text => !SHARED.includes(text))).toEqual(
      [],
    );
  });

  it('calls nothing but canceling „abbrechen“', () => {
    const canceling = Object.entries(messages)
      .filter(([, text]) => /abbrechen/i.test(text ?? ''))
      .map(([key]) => key);
    expect(canceling.sort()).toEqual([
      'bulk.actions.cancel',
      'bulk.did.cancel',
      'bulk.names.cancel_one',
      'bulk.names.cancel_other',
      'bulk.names.none.cancel',
      'bulk.titles.cancel',
      'execution.cancel',
      'operate.cancel.confirm',
      'operate.cancel.title',
      'operate.offers.cancel',
      'operate.terminate.rather',
      'words.action.cancel',
    ]);
  });

  it('addresses nobody', () => {
    const addressing = Object.entries(messages).filter(([, text]) =>
      /\b(Ihre?[mnrs]?|Ihnen|dein\w*|dir|dich|du)\b|(?<!^|[.!?:] )\bSie\b/.test(
        text ?? '',
      ),
    );
    expect(addressing).toEqual([]);
  });

  it('says how German writes numbers and dates', () => {
    expect(Intl.getCanonicalLocales(messages['time.locale']!)).toEqual(['de']);
  });
});
