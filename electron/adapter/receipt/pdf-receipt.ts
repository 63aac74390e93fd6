// The receipt as PDF, made in memory with pdfmake. It shows only what the customer may carry in a pocket: no document number, no date of birth.
import type { Content, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { confirmedValue } from '#core/case/case-state.ts';
import { maskMobile } from '#core/case/view-case.ts';
import type { PaperSize } from '#core/contract/kiosk/device-view.ts';
import type { LocalText } from '#core/contract/bank/catalogue.ts';
import en from '../../../resources/languages/en/receipt.json' with { type: 'json' };
import hi from '../../../resources/languages/hi/receipt.json' with { type: 'json' };
import type { ReceiptPrinter, ReceiptRequest } from '../../port/receipt-printer.ts';
import { fontFiles, runsOf } from './fonts.ts';

const texts = { en, hi };
type Language = keyof typeof texts;

const isLanguage = (language: string): language is Language => language in texts;

function inLanguage(text: LocalText | undefined, language: Language): string {
  return (language === 'hi' ? text?.hi : undefined) ?? text?.en ?? '';
}

function written(text: string, style: Omit<ContentText, 'text'> = {}): Content {
  return { ...style, text: runsOf(text).map((run) => ({ ...run })) };
}

function statusText({ state }: ReceiptRequest, words: typeof en): string {
  return state.bank && state.bank.state !== 'received' ? words.state[state.bank.state] : words.state.waiting;
}

/** 2026-11-20 12:51 UTC: a paper that travels says its time zone. */
const momentText = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

export function receiptDefinition(request: ReceiptRequest): TDocumentDefinitions {
  const { state, catalogue } = request;
  const language: Language = isLanguage(request.language) ? request.language : 'en';
  const words = texts[language];
  const product = catalogue?.products.find((entry) => entry.productId === state.product?.productId);
  const branch = catalogue?.branches.find((entry) => entry.branchId === state.product?.branchId);
  const lines: [string, string | null | undefined][] = [
    [words.accountNumber, state.bank?.accountNumber],
    [words.ifsc, state.bank?.ifsc],
    [words.reference, state.reference],
    [words.name, confirmedValue(state, 'name')],
    [words.product, inLanguage(product?.name, language)],
    [words.branch, inLanguage(branch?.name, language)],
    [words.mobile, state.contact && maskMobile(state.contact.mobile)],
    [words.openedOn, state.sealed && momentText(state.sealed.at)],
    [words.officer, state.officer.name],
  ];
  const isRoll = request.paper === 'receipt';
  return {
    ...sheetOf(request.paper),
    info: { title: words.title, creator: 'Pravesh' },
    content: [
      written(request.bankName, { fontSize: isRoll ? 12 : 16, bold: true, color: '#0F5C5C' }),
      written(words.title, { fontSize: isRoll ? 10 : 13, margin: [0, 2, 0, 12] }),
      ...(state.simulated
        ? [written(words.simulated, { bold: true, color: '#B3261E', margin: [0, 0, 0, 12] })]
        : []),
      written(statusText(request, words), { margin: [0, 0, 0, 12] }),
      {
        layout: 'lightHorizontalLines',
        table: {
          widths: ['auto', '*'],
          body: lines.flatMap(([label, value]) =>
            value ? [[written(label, { color: '#4A5252' }), written(value, { bold: true })]] : [],
          ),
        },
      },
      { qr: `pravesh:${state.reference}`, fit: 90, margin: [0, 16, 0, 12] },
      written(words.keep, { fontSize: 9, color: '#4A5252' }),
    ],
  };
}

/** A roll is 80 mm wide, of which 72 are printed; points are 1/72 inch. */
const rollWidthPt = 204;

function sheetOf(
  paper: PaperSize | undefined,
): Pick<TDocumentDefinitions, 'pageSize' | 'pageMargins' | 'defaultStyle'> {
  const isRoll = paper === 'receipt';
  return {
    pageSize: isRoll ? { width: rollWidthPt, height: 'auto' } : paper === 'a4' ? 'A4' : 'A5',
    pageMargins: isRoll ? [12, 12, 12, 12] : [36, 36, 36, 36],
    defaultStyle: { font: 'Latin', fontSize: isRoll ? 8 : 11 },
  };
}

export function testPageDefinition(paper: PaperSize, words: typeof en): TDocumentDefinitions {
  const isRoll = paper === 'receipt';
  const widthPt = isRoll ? rollWidthPt - 24 : 523;
  return {
    pageSize: isRoll ? { width: rollWidthPt, height: 'auto' } : 'A4',
    pageMargins: isRoll ? [12, 12, 12, 12] : [36, 36, 36, 36],
    defaultStyle: { font: 'Latin', fontSize: isRoll ? 9 : 12 },
    info: { title: words.testPage.title, creator: 'Pravesh' },
    content: [
      written(words.testPage.title, { fontSize: isRoll ? 12 : 18, bold: true, margin: [0, 0, 0, 8] }),
      written(words.testPage.text, { margin: [0, 0, 0, 8] }),
      // Both margins must be on the paper, and the lines straight.
      {
        canvas: [
          { type: 'rect', x: 0, y: 0, w: widthPt, h: 24, lineWidth: 1 },
          { type: 'rect', x: 4, y: 4, w: widthPt - 8, h: 16, color: '#000000' },
        ],
        margin: [0, 0, 0, 8],
      },
      written('0123456789 ABCDEFGHIJKLM abcdefghijklm'),
      written('कखगघ चछजझ टठडढ तथदध पफबभ ०१२३४५६७८९', { margin: [0, 0, 0, 8] }),
      { qr: 'pravesh:test-page', fit: 90 },
    ],
  };
}

async function pdfOf(definition: TDocumentDefinitions): Promise<Uint8Array> {
  // Loaded when first wanted: the library and its fonts weigh more than the rest of the main process.
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setFonts(fontFiles);
  pdfmake.setUrlAccessPolicy(() => false);
  const ours = new Set<string>(Object.values(fontFiles).flatMap((font) => Object.values(font)));
  pdfmake.setLocalAccessPolicy((path: string) => ours.has(path));
  return pdfmake.createPdf(definition).getBuffer();
}

export function createPdfReceipts(): ReceiptPrinter {
  return {
    print: (request) => pdfOf(receiptDefinition(request)),
    testPage: (paper, language) =>
      pdfOf(testPageDefinition(paper, texts[isLanguage(language) ? language : 'en'])),
  };
}
