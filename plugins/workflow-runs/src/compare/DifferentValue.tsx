import { useMemo, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  JsonView,
  RedactedText,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useCompareStyles } from './compareStyles';

/** More than this is cut until somebody asks for it. */
const MOST_CHARACTERS = 160;

/** A value of one of the runs; a long one is cut, and opens. */
export function DifferentValue(props: {
  value: Json;
  run: 'A' | 'B';
  place: string;
  tone: 'added' | 'removed';
}) {
  const { value, run, place, tone } = props;
  const classes = useCompareStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [all, setAll] = useState(false);
  const text = useMemo(() => JSON.stringify(value), [value]);
  const long = text.length > MOST_CHARACTERS;
  return (
    <>
      {all ? (
        <JsonView
          value={value}
          label={t('compare.valueIn', { place, run })}
          maxHeight={240}
        />
      ) : (
        <span className={`${classes.value} ${classes[tone]}`}>
          <RedactedText
            text={long ? `${text.slice(0, MOST_CHARACTERS)}…` : text}
          />
        </span>
      )}
      {long && (
        <div>
          <TextButton
            size="small"
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {t(all ? 'compare.less' : 'compare.more')}
          </TextButton>
        </div>
      )}
    </>
  );
}
