import InboxOutlined from '@material-ui/icons/InboxOutlined';
import { Message, MessageProps } from './Message';

/** Nothing here: says what would fill it. @public */
export function EmptyState(props: Omit<MessageProps, 'role'>) {
  return <Message icon={<InboxOutlined fontSize="inherit" />} {...props} />;
}
