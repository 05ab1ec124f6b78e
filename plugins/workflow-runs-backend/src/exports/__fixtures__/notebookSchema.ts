/**
 * What a notebook of Jupyter's format 4.5 has to be, as far as ours have it: cells of text and of code
 * that has not run. After https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export const notebookSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['metadata', 'nbformat', 'nbformat_minor', 'cells'],
  properties: {
    nbformat: { const: 4 },
    nbformat_minor: { type: 'integer', minimum: 5 },
    metadata: {
      type: 'object',
      properties: {
        kernelspec: {
          type: 'object',
          required: ['name', 'display_name'],
          properties: {
            name: { type: 'string' },
            display_name: { type: 'string' },
          },
        },
        language_info: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string' },
            file_extension: { type: 'string' },
          },
        },
      },
    },
    cells: {
      type: 'array',
      items: {
        oneOf: [{ $ref: '#/$defs/markdown' }, { $ref: '#/$defs/code' }],
      },
    },
  },
  $defs: {
    id: { type: 'string', pattern: '^[a-zA-Z0-9-_]{1,64}$' },
    text: {
      oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
    },
    cellMetadata: {
      type: 'object',
      properties: {
        jupyter: {
          type: 'object',
          properties: { source_hidden: { type: 'boolean' } },
        },
      },
    },
    markdown: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'cell_type', 'metadata', 'source'],
      properties: {
        id: { $ref: '#/$defs/id' },
        cell_type: { const: 'markdown' },
        metadata: { $ref: '#/$defs/cellMetadata' },
        source: { $ref: '#/$defs/text' },
      },
    },
    code: {
      type: 'object',
      additionalProperties: false,
      required: [
        'id',
        'cell_type',
        'metadata',
        'source',
        'outputs',
        'execution_count',
      ],
      properties: {
        id: { $ref: '#/$defs/id' },
        cell_type: { const: 'code' },
        metadata: { $ref: '#/$defs/cellMetadata' },
        source: { $ref: '#/$defs/text' },
        outputs: { type: 'array', maxItems: 0 },
        execution_count: { type: 'null' },
      },
    },
  },
};
