// The catalogue a bank starts with: products, branches, and what the customer is asked to consent to, in words a
// customer can follow. Development's policy lets an officer's own comparison of faces stand; production's does not.
import type { Catalogue } from '#core/contract/bank/catalogue.ts';
import type { BankEnvironment } from '#core/contract/bank/identity.ts';
import type { Instant } from '#core/kernel/instant.ts';

/** Cosine similarity of the face embeddings; measured for the models pinned in resources/. */
const faceMatchThreshold = 0.4;
const faceReviewThreshold = 0.3;

export function firstCatalogue(environment: BankEnvironment, asOf: Instant): Catalogue {
  return {
    version: `2026-11-2-${environment}`,
    asOf,
    products: [...products],
    branches: [...branches],
    purposes: [...purposes],
    consentTextVersion: 'consent-2026-11-1',
    policy: {
      version: `policy-2026-11-2-${environment}`,
      allowManualFaceMatch: environment === 'development',
      fullAadhaarPurposeId: null,
      faceMatchThreshold,
      faceReviewThreshold,
      // Where an officer sits beside the customer they see who is there; elsewhere nobody does.
      livenessDemandedIn: ['self-service', 'field'],
      biometrics: {
        ask: 'optional',
        parts: ['right-thumb', 'right-index', 'left-thumb', 'left-index', 'right-iris', 'left-iris'],
      },
      // In production once a way to UIDAI stands behind ekyc/uidai-gateway.ts.
      aadhaarEkyc: environment === 'development',
    },
  };
}

const products: Catalogue['products'] = [
  {
    productId: 'saral-savings',
    name: { en: 'Saral Savings', hi: 'सरल बचत खाता' },
    summary: { en: 'A savings account without a minimum balance.', hi: 'बिना न्यूनतम शेष राशि वाला बचत खाता।' },
    minimumBalance: 0,
    benefits: [
      { en: 'No minimum balance', hi: 'न्यूनतम शेष राशि की ज़रूरत नहीं' },
      { en: 'RuPay debit card', hi: 'रुपे डेबिट कार्ड' },
      { en: 'Four free cash withdrawals a month', hi: 'हर महीने चार बार मुफ़्त नकद निकासी' },
    ],
    minimumAgeYears: 18,
  },
  {
    productId: 'udaan-savings',
    name: { en: 'Udaan Savings', hi: 'उड़ान बचत खाता' },
    summary: {
      en: 'For a salary or a business: more withdrawals, a higher daily limit.',
      hi: 'वेतन या व्यवसाय के लिए: अधिक निकासी, ऊँची दैनिक सीमा।',
    },
    minimumBalance: 5000,
    benefits: [
      { en: 'Unlimited withdrawals at our machines', hi: 'हमारी मशीनों पर असीमित निकासी' },
      { en: 'Cheque book of 50 leaves', hi: '50 पन्नों की चेक बुक' },
      { en: 'Daily limit of 1,00,000 rupees', hi: '1,00,000 रुपये की दैनिक सीमा' },
    ],
    minimumAgeYears: 18,
  },
  {
    productId: 'vidya-student',
    name: { en: 'Vidya Student', hi: 'विद्या छात्र खाता' },
    summary: {
      en: 'A first account for students from sixteen years of age.',
      hi: 'सोलह वर्ष से छात्रों के लिए पहला खाता।',
    },
    minimumBalance: 0,
    benefits: [
      { en: 'No minimum balance', hi: 'न्यूनतम शेष राशि की ज़रूरत नहीं' },
      { en: 'Spending limit set with the bank', hi: 'बैंक के साथ तय की गई खर्च सीमा' },
    ],
    minimumAgeYears: 16,
  },
];

/** The last four digits of the IFSC are the branch's code, with which its account numbers begin. */
const branches: Catalogue['branches'] = [
  branch('1001', 'Connaught Place', 'कनॉट प्लेस', 'New Delhi'),
  branch('1002', 'Fort', 'फ़ोर्ट', 'Mumbai'),
  branch('1003', 'Jayanagar', 'जयनगर', 'Bengaluru'),
  branch('1004', 'Mylapore', 'मयिलापुर', 'Chennai'),
  branch('1005', 'Park Street', 'पार्क स्ट्रीट', 'Kolkata'),
  branch('1006', 'Banjara Hills', 'बंजारा हिल्स', 'Hyderabad'),
  branch('1007', 'Shivajinagar', 'शिवाजीनगर', 'Pune'),
  branch('1008', 'Hazratganj', 'हज़रतगंज', 'Lucknow'),
];

function branch(code: string, en: string, hi: string, city: string): Catalogue['branches'][number] {
  return { branchId: `branch-${code}`, name: { en, hi }, city, ifsc: `PRVB000${code}` };
}

const purposes: Catalogue['purposes'] = [
  {
    purposeId: 'data-processing',
    title: { en: 'Use my data to open this account', hi: 'यह खाता खोलने के लिए मेरे डेटा का उपयोग' },
    detail: {
      en: 'The bank reads your document, your number and your picture to open and run the account, and keeps them as long as the law asks. Without this no account can be opened.',
      hi: 'खाता खोलने और चलाने के लिए बैंक आपका दस्तावेज़, आपका नंबर और आपकी तस्वीर पढ़ता है और जितने समय तक कानून कहता है उतने समय तक रखता है। इसके बिना खाता नहीं खुल सकता।',
    },
    required: true,
  },
  {
    purposeId: 'identity-check',
    title: { en: 'Compare my face with my document', hi: 'मेरे चेहरे का मेरे दस्तावेज़ से मिलान' },
    detail: {
      en: 'A picture taken now is compared with the one on your document, on this kiosk, to be sure that it is you. If the machine is not sure, a person decides.',
      hi: 'यह पक्का करने के लिए कि आप ही हैं, अभी ली गई तस्वीर को इसी कियोस्क पर आपके दस्तावेज़ की तस्वीर से मिलाया जाता है। मशीन को शक हो तो फ़ैसला कोई व्यक्ति करता है।',
    },
    required: true,
  },
  {
    purposeId: 'marketing',
    title: { en: 'Tell me about other products', hi: 'मुझे दूसरी योजनाओं के बारे में बताएँ' },
    detail: {
      en: 'The bank may send you offers by message. You can say no now or later; it changes nothing for your account.',
      hi: 'बैंक आपको संदेश से ऑफ़र भेज सकता है। आप अभी या बाद में मना कर सकते हैं; आपके खाते पर कोई असर नहीं होगा।',
    },
    required: false,
  },
  {
    purposeId: 'duplicate-face',
    title: { en: 'Look for my face under other names', hi: 'मेरा चेहरा दूसरे नामों में खोजें' },
    detail: {
      en: 'Against fraud in your name: numbers made from your face, no picture, are kept with your application for 90 days and compared with other applications on this kiosk. You can say no; it changes nothing for your account.',
      hi: 'आपके नाम पर धोखाधड़ी से बचाव: आपके चेहरे से बने अंक, कोई तस्वीर नहीं, 90 दिन तक आपके आवेदन के साथ रखे जाते हैं और इसी कियोस्क के दूसरे आवेदनों से मिलाए जाते हैं। आप मना कर सकते हैं; आपके खाते पर कोई असर नहीं होगा।',
    },
    required: false,
  },
  {
    purposeId: 'store-full-aadhaar',
    title: { en: 'Keep my full Aadhaar number', hi: 'मेरा पूरा आधार नंबर रखें' },
    detail: {
      en: 'Otherwise the bank keeps only its last four digits. The full number is needed only to receive government benefits in this account.',
      hi: 'नहीं तो बैंक केवल आख़िरी चार अंक रखता है। पूरा नंबर केवल इस खाते में सरकारी लाभ पाने के लिए चाहिए।',
    },
    required: false,
  },
];
