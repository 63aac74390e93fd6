// A PDF that a customer brought, as the picture of one side. The PDF itself is kept nowhere.
import { pictureMaxBytes, type BlobLike } from '#core/contract/kiosk/binary.ts';
import type { Refusal } from '#core/contract/kiosk/refusal.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { DocumentSide } from '#core/reading/field.ts';
import type { DocumentReader } from '../port/document-reader.ts';

const pageOf: Readonly<Record<DocumentSide, number>> = { front: 0, back: 1 };

export async function pictureOfPdf(
  reader: Pick<DocumentReader, 'pdfPage'>,
  file: BlobLike,
  side: DocumentSide,
): Promise<Result<Uint8Array, Refusal>> {
  if (file.size > pictureMaxBytes) return err({ kind: 'too-large' });
  const page = await reader.pdfPage(new Uint8Array(await file.arrayBuffer()), pageOf[side]);
  return page.ok ? ok(page.value) : err({ kind: page.error.kind, subject: side });
}
