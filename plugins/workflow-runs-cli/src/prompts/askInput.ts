import {
  checkbox,
  confirm,
  input as askLine,
  password,
  select,
} from '@inquirer/prompts';
import type { Json } from 'backstage-plugin-workflow-runs-common';
import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';
import { withoutControls } from '../output/withoutControls';
import { asTyped, isGiven, readAnswer, withAnswer } from './answers';
import { checkOf } from './check';
import { type Question, questionsOf, type Schema } from './questions';

/** Where questions are asked, and how they end. */
export interface Asked {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  signal: AbortSignal;
}

/** Of what may be left out, the answer that leaves it out. */
const NOTHING = Symbol('left out');

/**
 * Asks for what an input lacks: everything where nothing was given, and otherwise what is required.
 *
 * @returns the input with the answers in it
 */
export async function askInput(
  schema: Schema,
  {
    given,
    isGiven: isPartial,
  }: { given: Record<string, Json>; isGiven: boolean },
  context: Asked,
): Promise<Record<string, Json>> {
  const asked = questionsOf(schema).filter(
    ({ path, isRequired, byDefault }) =>
      !isGiven(given, path) &&
      (!isPartial || (isRequired && byDefault === undefined)),
  );
  let input = given;
  try {
    for (const question of asked) {
      const answer = await ask(question, schema, context);
      if (answer !== undefined) {
        input = withAnswer(input, question.path, answer);
      }
    }
  } catch (error) {
    throw isInterruption(error)
      ? new CliError('Nothing was launched', {
          exitCode: exitCodes.interrupted,
        })
      : error;
  }
  return input;
}

/** Ctrl-C, as the library tells it. */
function isInterruption(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['ExitPromptError', 'AbortPromptError', 'AbortError'].includes(error.name)
  );
}

async function ask(
  question: Question,
  root: Schema,
  context: Asked,
): Promise<Json | undefined> {
  const { kind, byDefault } = question;
  const message = messageOf(question);
  switch (kind.type) {
    case 'flag':
      if (question.isRequired || typeof byDefault === 'boolean') {
        return confirm(
          { message, default: (byDefault as boolean | undefined) ?? false },
          context,
        );
      }
      return askChoice(question, [true, false], context);
    case 'choice':
      return askChoice(question, kind.values, context);
    case 'choices': {
      const before = Array.isArray(byDefault) ? byDefault : [];
      const check = checkOf(question.schema, root);
      const chosen = await checkbox<Json>(
        {
          message,
          required: question.isRequired,
          choices: kind.values.map(value => ({
            value,
            name: withoutControls(String(value)),
            checked: before.includes(value),
          })),
          validate: choices =>
            check(choices.map(choice => choice.value)) ?? true,
        },
        context,
      );
      return chosen.length > 0 || question.isRequired ? chosen : undefined;
    }
    default:
      return askText(question, root, context);
  }
}

const WORDS = new Map<Json, string>([
  [true, 'yes'],
  [false, 'no'],
]);

async function askChoice(
  question: Question,
  values: readonly Json[],
  context: Asked,
): Promise<Json | undefined> {
  const chosen = await select<Json | typeof NOTHING>(
    {
      message: messageOf(question),
      default: question.byDefault,
      choices: [
        ...values.map(value => ({
          value,
          name: WORDS.get(value) ?? withoutControls(String(value)),
        })),
        ...(question.isRequired
          ? []
          : [{ value: NOTHING, name: '(leave it out)' } as const]),
      ],
    },
    context,
  );
  return chosen === NOTHING ? undefined : (chosen as Json);
}

async function askText(
  question: Question,
  root: Schema,
  context: Asked,
): Promise<Json | undefined> {
  const check = checkOf(question.schema, root);
  const validate = (typed: string): true | string => {
    const read = readAnswer(question, typed);
    if ('problem' in read) return read.problem;
    return read.value === undefined ? true : check(read.value) ?? true;
  };
  const message = messageOf(question);
  const typed =
    question.kind.type === 'secret'
      ? await password({ message, mask: '•', validate }, context)
      : await askLine(
          { message, default: asTyped(question.byDefault), validate },
          context,
        );
  const read = readAnswer(question, typed);
  return 'value' in read ? read.value : undefined;
}

const FORMS: Partial<Record<Question['kind']['type'], string>> = {
  list: 'between commas',
  json: 'as JSON',
};

function messageOf({
  label,
  description,
  isRequired,
  kind,
}: Pick<Question, 'label' | 'description' | 'isRequired' | 'kind'>): string {
  const notes = [
    ...(isRequired ? [] : ['optional']),
    ...(FORMS[kind.type] ? [FORMS[kind.type]] : []),
  ];
  const note = notes.length > 0 ? ` (${notes.join(', ')})` : '';
  return withoutControls(
    description ? `${label}${note}: ${description}` : `${label}${note}`,
  );
}
