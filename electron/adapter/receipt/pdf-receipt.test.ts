import { describe, expect, it } from 'vitest';
import { after, journeyToReview, at, packetId, caseId } from '#core/case/case.fixture.ts';
import { bankCaseStatusSchema } from '#core/contract/bank/packet.ts';
import { runsOf } from './fonts.ts';
import { createPdfReceipts, receiptDefinition } from './pdf-receipt.ts';

const opened = after([
  ...journeyToReview,
  { type: 'sealed', packetId, at },
  {
    type: 'bank-answered',
    status: bankCaseStatusSchema.parse({
      caseId,
      state: 'opened',
      reasons: [],
      accountNumber: '00010000017',
      ifsc: 'PRVH0000001',
      at,
      revision: 2,
    }),
  },
]);
const request = (language: string, state = opened) => ({
  state,
  bankName: 'Pravesh Bank',
  branchName: 'Jaipur',
  catalogue: null,
  language,
});

describe('the receipt', () => {
  it.each(['en', 'hi', 'xx'])('is a PDF in %s', async (language) => {
    const pdf = await createPdfReceipts().print(request(language));
    expect(Buffer.from(pdf.subarray(0, 5)).toString('latin1')).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(4000);
  });

  it('DV64 fits A4 and a roll, and says the same on each', async () => {
    for (const [paper, width] of [
      ['a4', 595],
      ['receipt', 204],
    ] as const) {
      const pdf = await createPdfReceipts().print({ ...request('hi'), paper });
      const box = /MediaBox \[0 0 ([\d.]+) /.exec(Buffer.from(pdf).toString('latin1'));
      expect(Number(box?.[1])).toBeCloseTo(width, 0);
      const text = JSON.stringify(receiptDefinition({ ...request('en'), paper }));
      expect(text).toContain('00010000017');
    }
  });

  it('carries account and reference, marks simulation, and no number of a document', () => {
    const text = JSON.stringify(receiptDefinition(request('en')));
    expect(text).toContain('00010000017');
    expect(text).toContain(opened.reference);
    expect(text).toContain('SIMULATION');
    expect(text).not.toMatch(/0124|1990-04-02|987654/);
  });

  it('promises no account before the bank has opened one', () => {
    const waiting = JSON.stringify(receiptDefinition(request('en', { ...opened, bank: null })));
    expect(waiting).toContain('saved safely');
    expect(waiting).not.toContain('Account number');
  });

  it('keeps words of one script together', () => {
    expect(runsOf('नाम Meera')).toEqual([
      { text: 'नाम ', font: 'Devanagari' },
      { text: 'Meera', font: 'Latin' },
    ]);
  });
});
