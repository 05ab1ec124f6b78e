import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import {
  sizes,
  Tone,
  useStatusColors,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  {
    root: {
      padding: '10px 12px',
      borderRadius: sizes.radius.control,
      fontSize: 13,
      lineHeight: '20px',
      margin: '8px 0',
      overflowWrap: 'anywhere',
    },
  },
  { name: 'WorkflowRunsNotice' },
);

/** Something to know, in the colour of what it means. */
export function Notice(props: {
  tone: Tone;
  children: ReactNode;
  role?: 'alert' | 'status';
}) {
  const colors = useStatusColors()[props.tone];
  return (
    <div
      className={useStyles().root}
      role={props.role}
      style={{ color: colors.text, backgroundColor: colors.wash }}
    >
      {props.children}
    </div>
  );
}
