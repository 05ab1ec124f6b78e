import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import DeleteOutline from '@material-ui/icons/DeleteOutline';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  endedStatusSchema,
  RetentionClass,
  retentionClassSchema,
  RetentionPolicy,
} from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  Tag,
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Column, DataTable } from '../layout/DataTable';
import { SmallSelect } from '../layout/SmallSelect';
import { DraftPolicy } from './draft';
import { SmallInput } from '../layout/SmallInput';
import { DraftEditor } from './useDraft';
import { useRetentionWords } from './useRetentionWords';

const useStyles = makeStyles(
  theme => ({
    who: { minWidth: 130, fontWeight: 500 },
    scope: { display: 'flex', flexWrap: 'wrap', gap: 6, minWidth: 214 },
    silent: { color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsPolicyTable' },
);

type Row =
  | { kind: 'given'; id: string; policy: RetentionPolicy }
  | { kind: 'draft'; id: string; policy: DraftPolicy };

/** Policies, those of this page in fields. */
export function PolicyTable(props: {
  given: RetentionPolicy[];
  editor: DraftEditor;
}) {
  const { given, editor } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useRetentionWords();
  const formats = useFormats();
  const rows: Row[] = [
    ...given.map((policy, index) => ({
      kind: 'given' as const,
      id: `given-${index}`,
      policy,
    })),
    ...editor.draft.policies.map(policy => ({
      kind: 'draft' as const,
      id: `draft-${policy.key}`,
      policy,
    })),
  ];
  const columns: Column<Row>[] = [
    {
      id: 'who',
      label: t('retention.who'),
      cell: row =>
        row.kind === 'given' ? (
          <div className={classes.who}>{words.who(row.policy)}</div>
        ) : (
          <Scope policy={row.policy} editor={editor} />
        ),
    },
    ...retentionClassSchema.options.map(
      (name): Column<Row> => ({
        id: name,
        number: true,
        label: (
          <Tooltip title={t(`retention.classHint.${name}`)}>
            <span>{t(`retention.class.${name}`)}</span>
          </Tooltip>
        ),
        cell: row => {
          if (row.kind === 'draft')
            return <Days policy={row.policy} name={name} editor={editor} />;
          const days = row.policy.days[name];
          return days === undefined ? (
            <span className={classes.silent}>–</span>
          ) : (
            formats.number(days)
          );
        },
      }),
    ),
    {
      id: 'from',
      label: t('retention.from'),
      cell: row => (
        <Tag size="small">
          {t(
            `retention.origin.${
              row.kind === 'given' ? row.policy.origin : 'database'
            }`,
          )}
        </Tag>
      ),
    },
  ];
  return (
    <DataTable
      label={t('retention.title')}
      columns={columns}
      items={rows}
      idOf={({ id }) => id}
    />
  );
}

function Scope(props: { policy: DraftPolicy; editor: DraftEditor }) {
  const { policy, editor } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { key, tenantId, workflow, status } = policy;
  const isWrong = (rule: string) =>
    editor.problems.some(each => each.key === key && each.rule === rule);
  return (
    <div className={classes.scope}>
      <SmallInput
        label={t('retention.tenant')}
        placeholder={t('retention.anyTenant')}
        width={120}
        value={tenantId}
        onChange={value => editor.change(key, { tenantId: value })}
      />
      <SmallInput
        label={t('retention.workflow')}
        placeholder={t('retention.anyWorkflow')}
        width={180}
        value={workflow}
        isWrong={isWrong('workflow')}
        onChange={value => editor.change(key, { workflow: value })}
      />
      <SmallSelect
        label={t('retention.status')}
        value={status}
        onChange={value =>
          editor.change(key, { status: value as DraftPolicy['status'] })
        }
        options={[
          { value: '', label: t('retention.anyStatus') },
          ...endedStatusSchema.options.map(value => ({
            value,
            label: words('status', value),
          })),
        ]}
      />
      <Remove policy={policy} editor={editor} />
    </div>
  );
}

function Days(props: {
  policy: DraftPolicy;
  name: RetentionClass;
  editor: DraftEditor;
}) {
  const { policy, name, editor } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useRetentionWords();
  return (
    <SmallInput
      label={t('retention.daysOf', {
        class: t(`retention.class.${name}`),
        who: words.who(policy),
      })}
      placeholder="–"
      width={60}
      inputMode="numeric"
      value={policy.days[name]}
      isWrong={editor.problems.some(
        each => each.key === policy.key && each.class === name,
      )}
      onChange={value => editor.changeDays(policy.key, name, value)}
    />
  );
}

function Remove(props: { policy: DraftPolicy; editor: DraftEditor }) {
  const { policy, editor } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useRetentionWords();
  const label = t('retention.removePolicy', { who: words.who(policy) });
  return (
    <Tooltip title={label}>
      <IconButton
        size="small"
        aria-label={label}
        onClick={() => editor.remove(policy.key)}
      >
        <DeleteOutline style={{ fontSize: sizes.icon }} />
      </IconButton>
    </Tooltip>
  );
}
