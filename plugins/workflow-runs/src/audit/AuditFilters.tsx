import { useEffect, useState } from 'react';
import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { auditOutcomeSchema } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  TextButton,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallSelect } from '../layout/SmallSelect';
import { ActionSelect } from './ActionSelect';
import { AuditFilterName } from './auditAddress';

const TEXTS = ['actor', 'run', 'workflow'] as const;
const DAYS = ['from', 'to'] as const;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
    day: {
      display: 'flex',
      alignItems: 'center',
      gap: 6,
      fontSize: 13,
      color: statusColorsOf(theme).quiet,
    },
    input: {
      height: sizes.control,
      fontSize: 13,
      '& input': { padding: '0 10px', height: '100%' },
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
    },
  }),
  { name: 'WorkflowRunsAuditFilters' },
);

/** Narrows the audit trail; what is chosen is in the address. */
export function AuditFilters(props: {
  params: URLSearchParams;
  onChange: (changes: Partial<Record<AuditFilterName, string>>) => void;
  onClear: () => void;
  hasAny: boolean;
}) {
  const { params, onChange, onClear, hasAny } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  return (
    <div className={classes.root} role="search" aria-label={t('audit.filters')}>
      {TEXTS.map(name => (
        <FilterField
          key={name}
          label={t(`audit.filter.${name}`)}
          value={params.get(name) ?? ''}
          onCommit={value => onChange({ [name]: value })}
        />
      ))}
      <ActionSelect
        chosen={{
          event: params.get('event') ?? '',
          action: params.get('action') ?? '',
        }}
        onChange={onChange}
      />
      <SmallSelect
        label={t('audit.filter.outcome')}
        value={params.get('outcome') ?? ''}
        onChange={value => onChange({ outcome: value })}
        options={[
          { value: '', label: t('audit.filter.anyOutcome') },
          ...auditOutcomeSchema.options.map(value => ({
            value,
            label: words('auditOutcome', value),
          })),
        ]}
      />
      {DAYS.map(name => (
        <label key={name} className={classes.day}>
          {t(`audit.filter.${name}`)}
          <OutlinedInput
            className={classes.input}
            type="date"
            value={params.get(name) ?? ''}
            onChange={event => onChange({ [name]: event.target.value })}
          />
        </label>
      ))}
      {hasAny && (
        <TextButton size="small" onClick={onClear}>
          {t('audit.filter.clear')}
        </TextButton>
      )}
    </div>
  );
}

/** A filter that fits as a whole: it is asked for when it is typed, and not letter by letter. */
function FilterField(props: {
  label: string;
  value: string;
  onCommit: (value: string) => void;
}) {
  const { label, value, onCommit } = props;
  const classes = useStyles();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const commit = () => {
    if (typed.trim() !== value) onCommit(typed);
  };
  return (
    <OutlinedInput
      className={classes.input}
      style={{ width: 216 }}
      value={typed}
      placeholder={label}
      onChange={event => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') commit();
      }}
      inputProps={{ 'aria-label': label }}
    />
  );
}
