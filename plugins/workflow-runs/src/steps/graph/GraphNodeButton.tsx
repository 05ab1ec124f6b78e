import AccountTree from '@material-ui/icons/AccountTree';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { branchStatus } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  StatusIcon,
  toneOf,
  useStatusColors,
  useWords,
  VisuallyHidden,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { GraphNode } from './graphNodes';
import { useGraphStyles } from './graphStyles';

/** A step, or branches that are drawn as one. */
export function GraphNodeButton(props: {
  node: GraphNode;
  nameOf: (id: string) => string | undefined;
  selected: boolean;
  faint: boolean;
  tabStop: boolean;
  buttonRef: (button: HTMLButtonElement | null) => void;
  onFocus: () => void;
  onOpen: () => void;
}) {
  const { node, nameOf, selected, faint, tabStop } = props;
  const { buttonRef, onFocus, onOpen } = props;
  const classes = useGraphStyles();
  const colors = useStatusColors();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const status =
    node.kind === 'step'
      ? node.step.status
      : branchStatus(node.steps.map(step => step.status));
  const tone = colors[toneOf(status)];
  const idle = status === 'pending' || status === 'skipped';
  const name =
    node.kind === 'step'
      ? `${node.step.stepNumber} ${node.step.name}`
      : t('steps.fork', { count: node.branches });
  const after = node.dependsOn.map(nameOf).filter(Boolean).join(', ');
  return (
    <button
      ref={buttonRef}
      type="button"
      tabIndex={tabStop ? 0 : -1}
      className={classes.button}
      aria-pressed={node.kind === 'step' ? selected : undefined}
      aria-expanded={node.kind === 'fork' ? false : undefined}
      title={name}
      style={{
        borderColor: idle ? colors.control : tone.fill,
        borderStyle: idle ? 'dashed' : 'solid',
        backgroundColor: status === 'failed' ? tone.wash : undefined,
        opacity: faint ? 0.35 : 1,
      }}
      onFocus={onFocus}
      onClick={onOpen}
    >
      {node.kind === 'step' ? (
        <StatusIcon status={status} />
      ) : (
        <AccountTree style={{ fontSize: 16, color: tone.fill }} aria-hidden />
      )}
      <span className={classes.words}>
        <bdi className={classes.name}>{name}</bdi>
        <VisuallyHidden>, </VisuallyHidden>
        <span className={classes.note} style={{ color: tone.text }}>
          {words('status', status)}
          {node.kind === 'fork' &&
            ` · ${t('steps.count', { count: node.steps.length })}`}
          {node.kind === 'step' && node.step.startedAt && (
            <>
              {' · '}
              <Duration
                value={node.step.durationMs}
                from={node.step.startedAt}
                to={node.step.completedAt}
              />
            </>
          )}
          {node.kind === 'step' &&
            node.step.attempts > 1 &&
            ` · ×${node.step.attempts}`}
          {node.kind === 'step' &&
            node.step.itemCount !== null &&
            ` · ${t('steps.items', { count: node.step.itemCount })}`}
        </span>
        {after && (
          <VisuallyHidden>
            , {t('steps.graph.after', { steps: after })}
          </VisuallyHidden>
        )}
      </span>
    </button>
  );
}
