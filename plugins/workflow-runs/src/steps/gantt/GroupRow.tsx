import { memo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { branchStatus, Step } from 'backstage-plugin-workflow-runs-common';
import {
  StatusIcon,
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';
import { placesOf } from './attemptBars';
import { DisclosureButton } from './DisclosureButton';
import { GanttRow } from './rows';
import { TimeDomain } from './timeDomain';

/** What rows within others are moved in by, in pixels. */
export const INDENT = 12;

const percent = (place: number) => `${(place * 100).toFixed(3)}%`;

/** Steps that are shown together: a branch, many branches, or the rollback. */
export const GroupRow = memo(function GroupRowContent(props: {
  id: string;
  row: Extract<GanttRow, { kind: 'group' }>;
  index: number;
  top: number;
  active: boolean;
  domain: TimeDomain;
  now: number;
  showType: boolean;
  onToggle: (rowId: string) => void;
}) {
  const { id, row, index, top, active, domain, now, showType, onToggle } =
    props;
  const { steps, open, group } = row;
  const classes = useStepStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const span = spanOf(steps, now);
  const places = span && placesOf(domain, span.start, span.end);
  const status = branchStatus(steps.map(step => step.status));
  const name = {
    branch: () => t('steps.branch', { name: row.name }),
    fork: () => t('steps.fork', { count: row.branches }),
    rollback: () => t('steps.rollback'),
  }[group]();
  return (
    // The grid has the focus and handles the keys; rows take clicks.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      className={[
        classes.columns,
        showType ? classes.withType : '',
        classes.row,
        classes.group,
        group === 'rollback' ? classes.rollback : '',
        active ? classes.active : '',
      ].join(' ')}
      style={{ transform: `translateY(${top}px)`, top: 0 }}
      onClick={() => onToggle(row.id)}
    >
      <div
        role="gridcell"
        className={classes.name}
        style={{ paddingLeft: 20 + row.depth * INDENT }}
      >
        <DisclosureButton
          open={open}
          label={name}
          onToggle={() => onToggle(row.id)}
        />
        <span className={classes.words}>{name}</span>
        {!open && (
          <StatusIcon status={status} title={words('status', status)} />
        )}
        <span className={classes.duration}>
          {group === 'rollback' && span
            ? formats.duration(span.end - span.start)
            : t('steps.count', { count: steps.length })}
        </span>
      </div>
      {showType && <div role="gridcell" className={classes.type} />}
      <div role="gridcell" className={classes.timeline}>
        {places && group !== 'rollback' && (
          <span
            role="img"
            aria-label={t('steps.groupBar', {
              name,
              duration: formats.duration(span.end - span.start),
            })}
            className={classes.bracket}
            style={{
              left: percent(places.from),
              width: percent(places.to - places.from),
            }}
          />
        )}
      </div>
    </div>
  );
});

/** From the first start to the last end. */
function spanOf(steps: readonly Step[], now: number) {
  let span: TimeDomain | undefined;
  for (const { startedAt, completedAt } of steps) {
    if (!startedAt) continue;
    const start = Date.parse(startedAt);
    const end = Math.max(start, completedAt ? Date.parse(completedAt) : now);
    span = {
      start: Math.min(start, span?.start ?? start),
      end: Math.max(end, span?.end ?? end),
    };
  }
  return span;
}
