import { checkLine } from './checkLine';
import { classify } from './classify';
import { InvoiceHandlers } from './definition';
import { draftQuestion } from './draftQuestion';
import { extractFields } from './extractFields';
import { readInvoice } from './readInvoice';
import { validateTotals } from './validateTotals';
import { writeResult } from './writeResult';

/** The code of every step. */
export function createHandlers(directory: string): InvoiceHandlers {
  return {
    read_invoice: readInvoice(directory),
    classify: classify(),
    extract_fields: extractFields(),
    check_lines: checkLine,
    validate_totals: validateTotals,
    draft_question: draftQuestion,
    write_result: writeResult,
  };
}
