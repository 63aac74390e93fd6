// Entry of the reading worker: a process of its own, so that models and pixels never weigh on the main process.
import { err, ok } from '#core/kernel/result.ts';
import { ocrContract } from './ocr-contract.ts';
import { serveWorker } from './serve.ts';

// Each method loads what it needs when first called: an idle worker holds no model and no decoder.
serveWorker(ocrContract, {
  async inspect({ image }) {
    const { decode, mediaTypeOf } = await import('./ocr/picture.ts');
    const { blurredBelow } = await import('./ocr/sharpness.ts');
    const { cardView } = await import('./ocr/card-view.ts');
    const mediaType = mediaTypeOf(image);
    const picture = await decode(image);
    if (!picture.ok || mediaType === null) return err({ kind: 'not-an-image' });
    const { width, height, scale } = picture.value;
    // The desk may be sharp where the card is not, so the card is what is judged.
    const { sharpness } = await cardView(picture.value);
    if (sharpness < blurredBelow) return err({ kind: 'blurred' });
    return ok({ widthPx: Math.round(width * scale), heightPx: Math.round(height * scale), mediaType });
  },
  async crop({ image, box }) {
    const { cropped } = await import('./ocr/picture.ts');
    return cropped(image, box);
  },
  async pdfPage({ pdf, index }) {
    const { pdfPage } = await import('./ocr/pdf-page.ts');
    return pdfPage(pdf, index);
  },
  async photo({ codestream }) {
    const { decodePhoto } = await import('./ocr/photo.ts');
    return decodePhoto(codestream);
  },
  async cover({ image, boxes }) {
    const { covered } = await import('./ocr/cover.ts');
    return covered(image, boxes);
  },
  async measure({ image, portrait, number }) {
    const { measureCard } = await import('./ocr/genuineness/measure-card.ts');
    return measureCard(image, { portrait, number });
  },
  async barcodes({ image, formats, budgetMs }) {
    const { readBarcodes } = await import('./ocr/read-barcodes.ts');
    return readBarcodes(image, { formats, budgetMs });
  },
  async read(args, context) {
    const { readDocument } = await import('./ocr/read-document.ts');
    return readDocument(args, context);
  },
});
