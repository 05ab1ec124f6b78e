import { useState } from 'react';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatZone,
  TextButton,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { fromLocal, toLocal } from '../runs-list/filters/localTime';
import { checkTime, TimeChoice } from './statisticsAddress';

const MINUTE_MS = 60_000;

/** Two instants, in the reader’s zone. */
export function CustomTime(props: {
  /** Where it begins. ISO 8601. */
  time: { from?: string; to?: string } | undefined;
  onChange: (time: TimeChoice) => void;
}) {
  const { time, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [from, setFrom] = useState(toLocal(time?.from));
  const [to, setTo] = useState(toLocal(time?.to));
  const chosen = { ...fromLocal('from', from), ...fromLocal('to', to) };
  const problem = checkTime(chosen, useNow(MINUTE_MS));
  const field = (
    name: 'from' | 'to',
    value: string,
    onValue: (value: string) => void,
  ) => (
    <TextField
      id={`workflow-runs-statistics-${name}`}
      type="datetime-local"
      size="small"
      variant="outlined"
      label={t(`statistics.time.${name}`)}
      InputLabelProps={{ shrink: true }}
      InputProps={{ style: { fontSize: 13 } }}
      value={value}
      error={name === 'to' && problem !== undefined && problem !== 'empty'}
      helperText={
        name === 'to' && problem && problem !== 'empty'
          ? t(`statistics.time.problems.${problem}`)
          : undefined
      }
      onChange={event => onValue(event.target.value)}
    />
  );
  return (
    <form
      style={{ display: 'grid', gap: 16, padding: 16, width: 260 }}
      onSubmit={event => {
        event.preventDefault();
        if (!problem) onChange({ since: null, ...chosen });
      }}
    >
      {field('from', from, setFrom)}
      {field('to', to, setTo)}
      <div
        style={{
          display: 'flex',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 8,
          fontSize: 12,
        }}
      >
        {formatZone()}
        <TextButton
          type="submit"
          size="small"
          color="primary"
          disabled={problem !== undefined}
        >
          {t('statistics.time.apply')}
        </TextButton>
      </div>
    </form>
  );
}
