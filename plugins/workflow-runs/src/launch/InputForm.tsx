import { useEffect, useMemo } from 'react';
import { createTheme, Theme, ThemeProvider } from '@material-ui/core/styles';
import Form from '@rjsf/material-ui';
import { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import Ajv2020 from 'ajv/dist/2020';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const validator = customizeValidator({ AjvClass: Ajv2020 });

/** The dialog has the button; the title stands above. */
const uiSchema: UiSchema = {
  'ui:submitButtonOptions': { norender: true },
  'ui:options': { label: false },
};

/** The form's fields look like ours. */
const withSmallFields = (outer: Theme) =>
  createTheme({
    ...outer,
    // The usual red is too pale for small words.
    palette: {
      ...outer.palette,
      error: { main: statusColorsOf(outer).failed.text },
    },
    props: {
      ...outer.props,
      MuiTextField: { variant: 'outlined', size: 'small' },
      MuiFormControl: { size: 'small' },
      MuiCheckbox: { color: 'primary', size: 'small' },
      MuiRadio: { color: 'primary', size: 'small' },
    },
    overrides: {
      ...outer.overrides,
      // The form puts a paper around each object, which has a shadow.
      MuiPaper: { root: { boxShadow: 'none !important' } },
      MuiTypography: {
        ...outer.overrides?.MuiTypography,
        h5: { fontSize: 14, fontWeight: 500 },
      },
    },
  });

/** The input of a workflow as a form, made from its schema. It is a chunk of its own. */
export default function InputForm(props: {
  id: string;
  schema: Record<string, Json>;
  input: Record<string, Json>;
  extraErrors: ErrorSchema;
  onChange: (input: Record<string, Json>) => void;
  onSubmit: (input: Record<string, Json>) => void;
  /** Called once the form is on the page. */
  onReady: () => void;
}) {
  const { id, schema, input, extraErrors, onChange, onSubmit, onReady } = props;
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(onReady, []);
  // The dialog shows title and description itself.
  const fields = useMemo(() => {
    const { title, description, ...rest } = schema;
    return rest as RJSFSchema;
  }, [schema]);
  return (
    <ThemeProvider theme={withSmallFields}>
      <Form
        id={id}
        schema={fields}
        uiSchema={uiSchema}
        validator={validator}
        formData={input}
        extraErrors={extraErrors}
        showErrorList={false}
        focusOnFirstError
        noHtml5Validate
        onChange={({ formData }) => onChange(formData ?? {})}
        onSubmit={({ formData }) => onSubmit(formData ?? {})}
        // The errors stand at their fields; without a handler they go to the console.
        onError={() => {}}
      >
        {/* No button of its own. */}
        <span />
      </Form>
    </ThemeProvider>
  );
}
