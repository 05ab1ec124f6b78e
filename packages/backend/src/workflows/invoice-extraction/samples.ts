import { z } from 'zod';

/** The files in `examples/invoices`; two of them are worth a second look. */
export const SAMPLES = [
  'larkspur-0417.txt',
  'kirchner-2041.txt',
  'nordwind-118.json',
  'brightline-77.csv',
  'tamarack-3310.eml',
  'osprey-5512.txt',
  'marlow-903-scan.txt',
] as const;
export const samples = z.enum(SAMPLES).meta({ title: 'Invoice' });
