import GetApp from '@material-ui/icons/GetApp';
import LinkIcon from '@material-ui/icons/Link';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Artifact } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { previewOf, PreviewKind } from './preview';

/** What can be done with an artifact. */
export function ArtifactButtons(props: {
  artifact: Artifact;
  onPreview: (kind: PreviewKind) => void;
  onLink: () => void;
  onDownload: () => void;
}) {
  const { artifact, onPreview, onLink, onDownload } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { name } = artifact;
  const preview = previewOf(artifact);
  const refusal =
    preview === 'none'
      ? t('artifacts.noPreview')
      : preview === 'large' && t('artifacts.tooLarge');
  const buttons = [
    {
      id: 'preview',
      label: t('artifacts.preview', { name }),
      hint: refusal || t('artifacts.previewShort'),
      Icon: VisibilityOutlined,
      refused: Boolean(refusal),
      onClick: () => {
        if (preview !== 'none' && preview !== 'large') onPreview(preview);
      },
    },
    {
      id: 'link',
      label: t('artifacts.link', { name }),
      hint: t('artifacts.linkShort'),
      Icon: LinkIcon,
      onClick: onLink,
    },
    {
      id: 'download',
      label: t('artifacts.download', { name }),
      hint: t('artifacts.downloadShort'),
      Icon: GetApp,
      onClick: onDownload,
    },
  ];
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {buttons.map(({ id, label, hint, Icon, refused = false, onClick }) => (
        <Tooltip key={id} title={hint}>
          <IconButton
            size="small"
            aria-label={label}
            aria-disabled={refused}
            // It keeps the focus, so that its reason can be read.
            style={refused ? { opacity: 0.45, cursor: 'not-allowed' } : {}}
            disableRipple={refused}
            onClick={onClick}
          >
            <Icon style={{ fontSize: 18 }} />
          </IconButton>
        </Tooltip>
      ))}
    </span>
  );
}
