import { CSSProperties, useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetApp from '@material-ui/icons/GetAppOutlined';
import {
  describeError,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { saveFile } from './saveFile';
import { useToasts } from './useToasts';

/** Saves something as a file of a format that is chosen from a menu. */
export function ExportMenuButton<Format extends string>(props: {
  formats: readonly Format[];
  words: {
    button: string;
    busy: string;
    /** How much of it the file holds. */
    scope: string;
    format: (format: Format) => string;
    failed: (message: string) => string;
  };
  /** Name of the file, without its format. */
  fileName: string;
  take: (format: Format) => Promise<Response>;
  style?: CSSProperties;
}) {
  const { formats, words, fileName, take, style } = props;
  const toasts = useToasts();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  const exported = useMutation({
    mutationFn: async (format: Format) => {
      const response = await take(format);
      saveFile(await response.blob(), `${fileName}.${format}`);
    },
    onError: error =>
      toasts.post({
        status: 'danger',
        title: words.failed(describeError(error).message),
      }),
    // A menu has room for nothing but its items: what became of it is said elsewhere.
    onSettled: close,
  });
  return (
    <>
      <TextButton
        size="small"
        startIcon={<GetApp style={{ fontSize: 16 }} />}
        aria-haspopup="menu"
        style={style}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {exported.isPending ? words.busy : words.button}
      </TextButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        MenuListProps={{ 'aria-label': words.button }}
      >
        {formats.map(format => (
          <MenuItem
            key={format}
            disabled={exported.isPending}
            onClick={() => exported.mutate(format)}
          >
            <ListItemText
              primary={words.format(format)}
              secondary={words.scope}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
