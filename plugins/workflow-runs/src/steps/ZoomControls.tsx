import IconButton from '@material-ui/core/IconButton';
import Add from '@material-ui/icons/Add';
import Fullscreen from '@material-ui/icons/Fullscreen';
import Remove from '@material-ui/icons/Remove';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from './styles';

/** What a press of a button or a key zooms by. */
export const ZOOM_STEP = 1.5;

/** Makes a chart larger and smaller. */
export function ZoomControls(props: {
  percent: number;
  canShrink: boolean;
  onZoom: (factor: number) => void;
  onFit: () => void;
}) {
  const { percent, canShrink, onZoom, onFit } = props;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.zoom} role="group" aria-label={t('steps.zoom')}>
      <IconButton
        size="small"
        aria-label={t('steps.zoomOut')}
        disabled={!canShrink}
        onClick={() => onZoom(1 / ZOOM_STEP)}
      >
        <Remove style={{ fontSize: 18 }} />
      </IconButton>
      <span className={classes.percent}>{percent} %</span>
      <IconButton
        size="small"
        aria-label={t('steps.zoomIn')}
        onClick={() => onZoom(ZOOM_STEP)}
      >
        <Add style={{ fontSize: 18 }} />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('steps.fit')}
        title={t('steps.fit')}
        onClick={onFit}
      >
        <Fullscreen style={{ fontSize: 18 }} />
      </IconButton>
    </div>
  );
}
