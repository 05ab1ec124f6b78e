import LockOutlined from '@material-ui/icons/LockOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from '../translation';
import { Message } from './Message';

/** The reader may not see this: says which permission is missing. @public */
export function ForbiddenState(props: {
  permission?: string;
  dense?: boolean;
}) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Message
      icon={<LockOutlined fontSize="inherit" />}
      title={t('states.forbidden')}
      role="alert"
      dense={props.dense}
    >
      {props.permission
        ? t('states.forbiddenPermission', { permission: props.permission })
        : t('states.forbiddenUnknown')}
    </Message>
  );
}
