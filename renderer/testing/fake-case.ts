// Pictures, readings and master data of an invented bank, for the fake kiosk of the tests and the story page.
import type { FieldView } from '#core/contract/kiosk/case-view.ts';
import type { CatalogueView } from '#core/contract/kiosk/contract.ts';
import type { EvidenceId } from '#core/kernel/brand.ts';
import { instantSchema } from '#core/kernel/instant.ts';
import type { DocumentKind } from '#core/reading/field.ts';

export const catalogue: CatalogueView = {
  version: '2026-11',
  asOf: instantSchema.parse('2026-11-18T06:30:00.000Z'),
  products: [
    {
      productId: 'basic',
      name: { en: 'Basic Savings', hi: 'मूल बचत खाता' },
      summary: { en: 'For everyone, with no minimum balance.', hi: 'सबके लिए, बिना न्यूनतम शेष।' },
      minimumBalance: 0,
      benefits: [
        { en: 'Debit card without a yearly fee', hi: 'बिना वार्षिक शुल्क डेबिट कार्ड' },
        {
          en: 'Four free cash withdrawals a month at any machine',
          hi: 'किसी भी मशीन पर महीने में चार निकासी मुफ़्त',
        },
        { en: 'Pass book and messages in your language', hi: 'आपकी भाषा में पासबुक और संदेश' },
      ],
      minimumAgeYears: 10,
    },
    {
      productId: 'plus',
      name: { en: 'Savings Plus', hi: 'बचत प्लस' },
      summary: { en: 'More withdrawals and insurance.', hi: 'अधिक निकासी और बीमा।' },
      minimumBalance: 10_000,
      benefits: [
        { en: 'Any number of withdrawals', hi: 'कितनी भी निकासी' },
        { en: 'Accident cover of ₹2,00,000', hi: '₹2,00,000 का दुर्घटना बीमा' },
      ],
      minimumAgeYears: 18,
    },
    {
      productId: 'senior',
      name: { en: 'Senior Savings', hi: 'वरिष्ठ बचत' },
      summary: { en: 'Higher interest for customers over 60.', hi: '60 वर्ष से ऊपर के लिए अधिक ब्याज।' },
      minimumBalance: 1000,
      benefits: [{ en: 'Doorstep banking twice a month', hi: 'महीने में दो बार घर पर सेवा' }],
      minimumAgeYears: 60,
    },
  ],
  branches: [
    { branchId: 'b1', name: { en: 'Hazratganj', hi: 'हज़रतगंज' }, city: 'Lucknow', ifsc: 'PRVH0000101' },
    { branchId: 'b2', name: { en: 'Kothrud', hi: 'कोथरुड' }, city: 'Pune', ifsc: 'PRVH0000202' },
    { branchId: 'b3', name: { en: 'Civil Lines', hi: 'सिविल लाइन्स' }, city: 'Ludhiana', ifsc: 'PRVH0000303' },
    { branchId: 'b4', name: { en: 'Malleshwaram', hi: 'मल्लेश्वरम' }, city: 'Bengaluru', ifsc: 'PRVH0000404' },
  ],
  aadhaarEkyc: true,
  purposes: [
    {
      purposeId: 'kyc',
      title: { en: 'Opening the account', hi: 'खाता खोलना' },
      detail: {
        en: 'The bank uses my details and pictures to check who I am and to open my account.',
        hi: 'बैंक मेरी जानकारी और तस्वीरों से मेरी पहचान जाँचता है और मेरा खाता खोलता है।',
      },
      required: true,
    },
    {
      purposeId: 'face',
      title: { en: 'Comparing my face', hi: 'चेहरा मिलाना' },
      detail: {
        en: 'My picture is compared with the one on my document, on this machine.',
        hi: 'मेरी तस्वीर इसी मशीन पर मेरे दस्तावेज़ की तस्वीर से मिलाई जाती है।',
      },
      required: true,
    },
    {
      purposeId: 'aadhaar-full',
      title: { en: 'Keeping my Aadhaar number', hi: 'मेरा आधार नंबर रखना' },
      detail: {
        en: 'The bank may keep my full Aadhaar number, sealed, for benefits paid to this account.',
        hi: 'बैंक इस खाते में आने वाले लाभों के लिए मेरा पूरा आधार नंबर मुहरबंद रख सकता है।',
      },
      required: false,
    },
    {
      purposeId: 'offers',
      title: { en: 'News and offers', hi: 'समाचार और प्रस्ताव' },
      detail: { en: 'The bank may send me offers by message.', hi: 'बैंक मुझे संदेश से प्रस्ताव भेज सकता है।' },
      required: false,
    },
  ],
};

const line = (y: number, width: number) => ({ x: 330, y, width, height: 34 });

export function readFields(kind: DocumentKind, evidenceId: EvidenceId): FieldView[] {
  const field = (
    name: FieldView['name'],
    value: string,
    y: number,
    rest: Partial<FieldView> = {},
  ): FieldView => ({
    name,
    value,
    confidence: 0.95,
    source: 'ocr',
    proof: null,
    needsLook: false,
    editable: true,
    where: { evidenceId, box: line(y, 420) },
    ...rest,
  });
  if (kind === 'passport') {
    const proved = { source: 'mrz', proof: 'check-digits', editable: false } as const;
    return [
      field('name', 'MEERA JOSHI', 150, { needsLook: true, source: 'mrz' }),
      field('passportNumber', 'Z7000202', 200, proved),
      field('dateOfBirth', '1994-07-22', 250, proved),
      field('sex', 'F', 300, { source: 'mrz' }),
      field('nationality', 'IND', 350, { source: 'mrz' }),
      field('expiryDate', '2034-02-10', 400, proved),
    ];
  }
  return [
    field('name', 'Meera Joshi', 150, { confidence: 0.91, needsLook: true }),
    field('dateOfBirth', '1994-07-22', 200),
    field('sex', 'F', 250),
    field('aadhaarNumber', 'XXXX XXXX 1455', 400, { proof: 'verhoeff', editable: false }),
    field('address', 'D/O Prakash Joshi, 7, Lake Road, Kothrud, Pune, Maharashtra - 411038', 320, {
      confidence: 0.72,
      needsLook: true,
      where: null,
    }),
  ];
}

/** A page that opens as a PDF and holds one line of text. */
export function receiptPdf(text: string): Blob {
  const stream = `BT /F1 18 Tf 60 760 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF`;
  return new Blob([body + end], { type: 'application/pdf' });
}
