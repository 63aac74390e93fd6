// Entry of the reading worker: a process of its own, so that models and pixels never weigh on the main process.
import { ocrContract } from './ocr-contract.ts';
import { serveWorker } from './serve.ts';

// Each method loads what it needs when first called: an idle worker holds no model and no decoder.
serveWorker(ocrContract, {
  async inspect({ image, sought, asItIs }) {
    const { inspectPicture } = await import('./ocr/inspect-picture.ts');
    return inspectPicture(image, { sought, asItIs });
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
