import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import OpenInNew from '@material-ui/icons/OpenInNew';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useTheme } from '@material-ui/core/styles';
import { placeOf } from './placeOf';

/** Says of an artifact that is kept elsewhere where that is. */
export function Elsewhere(props: { artifact: Artifact }) {
  const { url } = props.artifact;
  const theme = useTheme();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!url) return null;
  return (
    <div style={{ fontSize: 12, color: statusColorsOf(theme).quiet }}>
      {t('artifacts.elsewhere', { host: placeOf(url)?.host ?? url })}
    </div>
  );
}

/** Opens it there; nothing where the address is none that a browser may follow. */
export function OpenElsewhere(props: { artifact: Artifact }) {
  const { name, url } = props.artifact;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const place = url ? placeOf(url) : undefined;
  if (!place) return null;
  const label = t('artifacts.open', { name, host: place.host });
  return (
    <Tooltip title={label}>
      <IconButton
        size="small"
        component="a"
        href={place.href}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={label}
      >
        <OpenInNew style={{ fontSize: 18 }} />
      </IconButton>
    </Tooltip>
  );
}
