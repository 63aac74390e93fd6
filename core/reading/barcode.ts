// A barcode as a picture yields it, before anybody asks what it means. Says nothing of who made it: anyone can print one.
import { z } from 'zod';
import { boxSchema } from './field.ts';

export const barcodeFormats = ['qr', 'pdf417'] as const;
export const barcodeFormatSchema = z.enum(barcodeFormats);
export type BarcodeFormat = z.infer<typeof barcodeFormatSchema>;

/** The longest content either format can hold is QR's 7,089 digits (ISO/IEC 18004, version 40-L). */
export const barcodeTextMax = 7089;

export const barcodeSchema = z.object({
  format: barcodeFormatSchema,
  text: z.string().min(1).max(barcodeTextMax),
  /** Pixels of the captured picture; upright, around the code. */
  box: boxSchema,
});
export type Barcode = z.infer<typeof barcodeSchema>;
