import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { sizes, statusColorsOf } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { SlowNote } from './SlowNote';
import { VisuallyHidden } from './VisuallyHidden';

const useStyles = makeStyles(
  theme => ({
    '@keyframes breathe': { '50%': { opacity: 0.45 } },
    bone: {
      display: 'block',
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).skipped.wash,
      animation: '$breathe 1.6s ease-in-out infinite',
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
  }),
  { name: 'WorkflowRunsSkeleton' },
);

/** A shape that stands where something will be. @public */
export function Bone(props: { width?: number | string; height: number }) {
  const classes = useStyles();
  return (
    <span
      className={classes.bone}
      style={{ width: props.width ?? '100%', height: props.height }}
    />
  );
}

/**
 * Rows that are still loading, in the height that they will have; after some seconds they say that it takes
 * longer than usual.
 *
 * @public
 */
export function RowsSkeleton(props: {
  rows: number;
  rowHeight: number;
  /** Asks again, for a reader who will not wait any longer. */
  onRetry?: () => void;
}) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div role="status" aria-busy style={{ position: 'relative' }}>
      <VisuallyHidden>{t('states.loading')}</VisuallyHidden>
      {Array.from({ length: props.rows }, (_, index) => (
        <div
          key={index}
          aria-hidden
          style={{
            height: props.rowHeight,
            display: 'flex',
            alignItems: 'center',
            gap: 24,
            padding: '0 20px',
          }}
        >
          <Bone width={`${22 + ((index * 7) % 12)}%`} height={14} />
          <Bone width="10%" height={14} />
          <Bone width={`${18 + ((index * 5) % 9)}%`} height={8} />
          <Bone width="8%" height={14} />
        </div>
      ))}
      <SlowNote onRetry={props.onRetry} />
    </div>
  );
}
