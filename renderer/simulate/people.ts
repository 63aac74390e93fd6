// The invented customers: nobody's name, number or face. Numbers pass their check digits, so that the kiosk treats them as it would a person's.
import type { Look } from './head/look.ts';
import { looks, type LookId } from './head/looks.ts';

export interface Person {
  readonly id: LookId;
  readonly name: string;
  readonly nameHindi: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly sex: 'M' | 'F';
  /** ISO 8601. */
  readonly dateOfBirth: string;
  /** Twelve digits, Verhoeff-valid, in the range of the authority's own published test numbers (9999…). */
  readonly aadhaarNumber: string;
  /** Sixteen digits. */
  readonly virtualId: string;
  readonly passport: { readonly number: string; readonly expires: string };
  /** For tests only: no message may ever be sent to it. */
  readonly testMobile: string;
  readonly address: readonly string[];
  readonly addressHindi: readonly string[];
  readonly look: Look;
}

export const people = [
  {
    id: 'anil',
    name: 'Anil Kumar Verma',
    nameHindi: 'अनिल कुमार वर्मा',
    surname: 'VERMA',
    givenNames: 'ANIL KUMAR',
    sex: 'M',
    dateOfBirth: '1988-03-14',
    aadhaarNumber: '999918345625',
    virtualId: '9100000000000013',
    passport: { number: 'Z7000101', expires: '2033-08-21' },
    testMobile: '+919000000101',
    address: ['S/O Suresh Verma, 18, Shivaji Marg,', 'Hazratganj, Lucknow, Uttar Pradesh - 226001'],
    addressHindi: ['आत्मज: सुरेश वर्मा, 18, शिवाजी मार्ग,', 'हज़रतगंज, लखनऊ, उत्तर प्रदेश - 226001'],
    look: looks.anil,
  },
  {
    id: 'meera',
    name: 'Meera Joshi',
    nameHindi: 'मीरा जोशी',
    surname: 'JOSHI',
    givenNames: 'MEERA',
    sex: 'F',
    dateOfBirth: '1994-07-22',
    aadhaarNumber: '999923761455',
    virtualId: '9100000000000021',
    passport: { number: 'Z7000202', expires: '2034-02-10' },
    testMobile: '+919000000102',
    address: ['D/O Prakash Joshi, 7, Lake Road,', 'Kothrud, Pune, Maharashtra - 411038'],
    addressHindi: ['आत्मजा: प्रकाश जोशी, 7, लेक रोड,', 'कोथरुड, पुणे, महाराष्ट्र - 411038'],
    look: looks.meera,
  },
  {
    id: 'gurdeep',
    name: 'Gurdeep Singh Bedi',
    nameHindi: 'गुरदीप सिंह बेदी',
    surname: 'BEDI',
    givenNames: 'GURDEEP SINGH',
    sex: 'M',
    dateOfBirth: '1979-11-05',
    aadhaarNumber: '999931458721',
    virtualId: '9100000000000039',
    passport: { number: 'Z7000303', expires: '2031-05-17' },
    testMobile: '+919000000103',
    address: ['S/O Harbans Singh, 54, Mall Road,', 'Civil Lines, Ludhiana, Punjab - 141001'],
    addressHindi: ['आत्मज: हरबंस सिंह, 54, माल रोड,', 'सिविल लाइन्स, लुधियाना, पंजाब - 141001'],
    look: looks.gurdeep,
  },
  {
    id: 'narayan',
    name: 'Narayan Rao Kulkarni',
    nameHindi: 'नारायण राव कुलकर्णी',
    surname: 'KULKARNI',
    givenNames: 'NARAYAN RAO',
    sex: 'M',
    dateOfBirth: '1952-01-19',
    aadhaarNumber: '999946273189',
    virtualId: '9100000000000047',
    passport: { number: 'Z7000404', expires: '2030-12-02' },
    testMobile: '+919000000104',
    address: ['S/O Govind Kulkarni, 231, Temple Street,', 'Malleshwaram, Bengaluru, Karnataka - 560003'],
    addressHindi: ['आत्मज: गोविंद कुलकर्णी, 231, मंदिर मार्ग,', 'मल्लेश्वरम, बेंगलुरु, कर्नाटक - 560003'],
    look: looks.narayan,
  },
  {
    id: 'savitri',
    name: 'Savitri Devi Mishra',
    nameHindi: 'सावित्री देवी मिश्रा',
    surname: 'MISHRA',
    givenNames: 'SAVITRI DEVI',
    sex: 'F',
    dateOfBirth: '1961-09-30',
    aadhaarNumber: '999957182366',
    virtualId: '9100000000000054',
    passport: { number: 'Z7000505', expires: '2032-03-28' },
    testMobile: '+919000000105',
    address: ['W/O Ram Mishra, 12, Ashok Nagar,', 'Kankarbagh, Patna, Bihar - 800020'],
    addressHindi: ['पत्नी: राम मिश्रा, 12, अशोक नगर,', 'कंकड़बाग, पटना, बिहार - 800020'],
    look: looks.savitri,
  },
  {
    id: 'zoya',
    name: 'Zoya Khan',
    nameHindi: 'ज़ोया खान',
    surname: 'KHAN',
    givenNames: 'ZOYA',
    sex: 'F',
    dateOfBirth: '1999-05-11',
    aadhaarNumber: '999962847534',
    virtualId: '9100000000000062',
    passport: { number: 'Z7000606', expires: '2035-07-06' },
    testMobile: '+919000000106',
    address: ['D/O Imran Khan, 9, Charminar Road,', 'Shalibanda, Hyderabad, Telangana - 500002'],
    addressHindi: ['आत्मजा: इमरान खान, 9, चारमीनार रोड,', 'शालीबंडा, हैदराबाद, तेलंगाना - 500002'],
    look: looks.zoya,
  },
  {
    id: 'rohan',
    name: 'Rohan Das',
    nameHindi: 'रोहन दास',
    surname: 'DAS',
    givenNames: 'ROHAN',
    sex: 'M',
    dateOfBirth: '2001-12-08',
    aadhaarNumber: '999973615241',
    virtualId: '9100000000000070',
    passport: { number: 'Z7000707', expires: '2034-10-19' },
    testMobile: '+919000000107',
    address: ['S/O Amit Das, 63, College Street,', 'Jadavpur, Kolkata, West Bengal - 700032'],
    addressHindi: ['आत्मज: अमित दास, 63, कॉलेज स्ट्रीट,', 'जादवपुर, कोलकाता, पश्चिम बंगाल - 700032'],
    look: looks.rohan,
  },
  {
    id: 'mohan',
    name: 'Mohan Lal Gupta',
    nameHindi: 'मोहन लाल गुप्ता',
    surname: 'GUPTA',
    givenNames: 'MOHAN LAL',
    sex: 'M',
    dateOfBirth: '1972-06-25',
    aadhaarNumber: '999984526317',
    virtualId: '9100000000000088',
    passport: { number: 'Z7000808', expires: '2029-09-14' },
    testMobile: '+919000000108',
    address: ['S/O Kishan Gupta, 40, Station Road,', 'Bani Park, Jaipur, Rajasthan - 302016'],
    addressHindi: ['आत्मज: किशन गुप्ता, 40, स्टेशन रोड,', 'बनी पार्क, जयपुर, राजस्थान - 302016'],
    look: looks.mohan,
  },
] as const satisfies readonly Person[];

export type PersonId = LookId;

export function personOf(id: PersonId): Person {
  const found = people.find((person) => person.id === id);
  if (!found) throw new Error(`no invented person is called ${id}`);
  return found;
}
