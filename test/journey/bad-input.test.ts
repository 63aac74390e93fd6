// Everything a person can get wrong, each with its own answer; after each the step is open still and nothing is lost.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureMaxBytes } from '#core/contract/kiosk/binary.ts';
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import { passportZone } from '#renderer/simulate/document/passport-zone.ts';
import { officerIdSchema } from '#core/kernel/brand.ts';
import { personOf } from '#renderer/simulate/people.ts';
import {
  addAadhaar,
  codeFor,
  enrol,
  jpeg,
  modelStore,
  nextMobile,
  openBranchAtWork,
  read,
  refusalOf,
  toContact,
  toDocument,
  toFace,
  until,
  type BranchAtWork,
  type Client,
} from './branch-at-work.ts';
import { aadhaarFront, blurred, emptyRoom, passportPage, selfieOf, wordsOnly } from './pictures.ts';

const located = await Promise.all([modelStore.locate('yunet'), modelStore.locate('mobilefacenet')]);
const missing = located.flatMap((found) => (found.ok ? [] : [found.error.file]));

let branch: BranchAtWork;
let client: Client;
beforeAll(async () => {
  branch = await openBranchAtWork();
  await enrol(branch);
  client = branch.client();
});
afterAll(() => branch[Symbol.asyncDispose]());

const addFront = (view: CaseView, image: Blob) =>
  client.case.addDocument({
    caseId: view.caseId,
    kind: 'aadhaar',
    side: 'front',
    origin: 'file',
    image,
    flags: [],
  });

/** Refused as expected, and the case is exactly as it was. */
async function refusedAs(view: CaseView, kind: string, act: () => Promise<unknown>): Promise<void> {
  const before = await client.case.get({ caseId: view.caseId });
  expect((await refusalOf(act())).kind).toBe(kind);
  expect(await client.case.get({ caseId: view.caseId })).toEqual(before);
}

describe('a picture of a document', () => {
  let view: CaseView;
  beforeAll(async () => {
    view = await toDocument(branch);
  });

  it.each([
    ['text in a picture’s clothes', new Blob(['GIF89a not really'], { type: 'image/jpeg' }), 'wrong-type'],
    ['a PDF', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'wrong-type'],
    ['nothing at all', new Blob([]), 'not-an-image'],
    ['more than 5 MB', new Blob([new Uint8Array(pictureMaxBytes + 1)]), 'too-large'],
    [
      'a JPEG cut off in its head',
      new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])]),
      'not-an-image',
    ],
  ])('that is %s is refused', async (_, image, kind) => {
    await refusedAs(view, kind, () => addFront(view, image));
  });

  it('that was cut off on its way is refused', async () => {
    const whole = await aadhaarFront('meera');
    await refusedAs(view, 'not-an-image', () => addFront(view, jpeg(whole.subarray(0, whole.length / 3))));
  });

  it('that is blurred is refused while the card is still at hand', async () => {
    const picture = await blurred(await aadhaarFront('meera'));
    await refusedAs(view, 'blurred', () => addFront(view, jpeg(picture)));
  });
});

describe('a document', () => {
  it('without a number says so', async () => {
    const view = await toDocument(branch);
    await addFront(view, jpeg(await wordsOnly()));
    const both = await client.case.addDocument({
      caseId: view.caseId,
      kind: 'aadhaar',
      side: 'back',
      origin: 'file',
      image: jpeg(await wordsOnly()),
      flags: [],
    });
    await refusedAs(both, 'no-number-found', () => read(client, both));
  });

  it('with a wrong check digit says so', async () => {
    const wrong = personOf('meera').aadhaarNumber.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    const view = await addAadhaar(client, await toDocument(branch), 'meera', wrong);
    await refusedAs(view, 'aadhaar-check-digit', () => read(client, view));
  });

  it('that has expired says so', async () => {
    const person = personOf('meera');
    const zone = passportZone({ ...person, passport: { ...person.passport, expires: '2019-05-01' } });
    const view = await toDocument(branch);
    const added = await client.case.addDocument({
      caseId: view.caseId,
      kind: 'passport',
      side: 'front',
      origin: 'camera',
      image: jpeg(await passportPage('meera', zone)),
      flags: [],
    });
    await refusedAs(added, 'document-expired', () => read(client, added));
  });

  it('is confirmed only under the name that is on it', async () => {
    const { view } = await read(client, await addAadhaar(client, await toDocument(branch), 'anil'));
    await refusedAs(view, 'name-mismatch', () =>
      client.case.confirmReading({ caseId: view.caseId, fields: [{ name: 'name', value: 'Sunita Patel' }] }),
    );
    await refusedAs(view, 'field-invalid', () =>
      client.case.confirmReading({
        caseId: view.caseId,
        fields: [{ name: 'dateOfBirth', value: '31/02/1990' }],
      }),
    );
  });
});

describe('a code', () => {
  it('that is wrong is counted down, and the fifth wrong one ends it', async () => {
    const { caseId } = await toContact(client);
    const mobile = nextMobile();
    await client.case.sendCode({ caseId, mobile });
    const right = await codeFor(branch, mobile);
    const wrong = right === '000000' ? '111111' : '000000';
    for (const left of [4, 3, 2, 1]) {
      expect(await refusalOf(client.case.answerCode({ caseId, code: wrong }))).toEqual({
        kind: 'code-wrong',
        triesLeft: left,
      });
      expect((await client.case.get({ caseId })).contact?.triesLeft).toBe(left);
    }
    await refusalOf(client.case.answerCode({ caseId, code: wrong }));
    expect((await refusalOf(client.case.answerCode({ caseId, code: right }))).kind).toBe('code-tries-spent');
  });

  it('that is no code, or was never asked for, is refused without a try', async () => {
    const view = await toContact(client);
    await refusedAs(view, 'code-not-requested', () =>
      client.case.answerCode({ caseId: view.caseId, code: '123456' }),
    );
    await refusedAs(view, 'mobile-invalid', () =>
      client.case.sendCode({ caseId: view.caseId, mobile: '12345' }),
    );
  });

  it('that comes too late is refused', async () => {
    const { caseId } = await toContact(client);
    const mobile = nextMobile();
    await client.case.sendCode({ caseId, mobile });
    branch.bank.advance(5 * 60_000 + 1000);
    const code = await codeFor(branch, mobile);
    const refusal = await refusalOf(client.case.answerCode({ caseId, code }));
    expect(refusal.kind).toBe('code-late');
  });
});

describe.skipIf(missing.length > 0)(`a selfie (needs ${missing.join(', ') || 'nothing more'})`, () => {
  let view: CaseView;
  beforeAll(async () => {
    view = await toFace(branch, 'meera');
  });
  const addSelfie = (image: Blob) => client.case.addSelfie({ caseId: view.caseId, image });

  it('without a face is refused', async () => {
    await refusedAs(view, 'no-face', async () => addSelfie(jpeg(await emptyRoom())));
  });

  it('with two faces is refused', async () => {
    await refusedAs(view, 'two-faces', async () => addSelfie(jpeg(await selfieOf('meera', 'anil'))));
  });

  it('that is blurred is refused', async () => {
    expect(['blurred', 'no-face']).toContain(
      (await refusalOf(addSelfie(jpeg(await blurred(await selfieOf('meera')))))).kind,
    );
  });

  it('that is no picture is refused', async () => {
    await refusedAs(view, 'wrong-type', () => addSelfie(new Blob(['hello'])));
  });

  it('with another person’s card is not passed, whatever the officer says', async () => {
    const compared = await addSelfie(jpeg(await selfieOf('gurdeep')));
    expect(compared.face?.outcome).toBe('mismatch');
    expect(
      (
        await refusalOf(
          client.case.judgeFace({ caseId: view.caseId, verdict: 'same-person', reason: 'It is my cousin' }),
        )
      ).kind,
    ).toBe('another-person');
  });
});

describe('a customer', () => {
  it('who has an account already is told so at the reading', async () => {
    const first = await toFace(branch, 'gurdeep');
    const compared = await client.case.addSelfie({
      caseId: first.caseId,
      image: jpeg(await selfieOf('gurdeep')),
    });
    if (compared.face?.outcome !== 'match') {
      await client.case.judgeFace({
        caseId: first.caseId,
        verdict: 'same-person',
        reason: 'Compared by eye',
      });
    }
    await client.case.goTo({ caseId: first.caseId, step: 'review' });
    await client.case.seal({ caseId: first.caseId });
    await until(client, first.caseId, (now) => now.bank?.state === 'opened');
    const { view } = await read(client, await addAadhaar(client, await toDocument(branch), 'gurdeep'));
    await refusedAs(view, 'customer-exists', () =>
      client.case.confirmReading({ caseId: view.caseId, fields: [] }),
    );
  });
});

describe('an officer', () => {
  it('is told of a wrong password, an unknown kiosk state, and a code that is none', async () => {
    await using fresh = await openBranchAtWork();
    const own = fresh.client();
    expect((await refusalOf(own.session.signIn(fresh.officer))).kind).toBe('kiosk-not-enrolled');
    expect((await refusalOf(own.setup.enrol({ code: 'PRV1-nonsense', ...fresh.officer }))).kind).toBe(
      'enrolment-code-malformed',
    );
    const code = await fresh.bank.code();
    const wrong = { ...fresh.officer, password: 'not-this-one' };
    expect((await refusalOf(own.setup.enrol({ code, ...wrong }))).kind).toBe('credentials-wrong');
    // The code was spent on the first try; the mistyped password does not cost the kiosk its welcome.
    await own.setup.enrol({ code, ...fresh.officer });
    await own.session.signOut();
    expect(await refusalOf(own.session.signIn(wrong))).toMatchObject({
      kind: 'credentials-wrong',
      triesLeft: 4,
    });
    await fresh.reopen();
    expect((await refusalOf(fresh.client().case.list())).kind).toBe('kiosk-locked');
    expect((await refusalOf(fresh.client().session.signIn(wrong))).kind).toBe('password-not-kept-here');
    await fresh.bank.bank().close();
    await fresh.client().session.signIn(fresh.officer);
  });

  it('AC8 whose password was changed at the bank is told how a locked kiosk opens, and a colleague opens it for them', async () => {
    await using fresh = await openBranchAtWork();
    await enrol(fresh);
    const colleague = {
      officerId: officerIdSchema.parse('vikram'),
      password: await fresh.password('vikram'),
    };
    await fresh.client().session.signIn(colleague);
    await fresh.reopen();
    const changed = { ...fresh.officer, password: await fresh.password('asha') };
    const client = fresh.client();
    expect(await refusalOf(client.session.signIn(changed))).toMatchObject({
      kind: 'password-not-kept-here',
      triesLeft: 4,
    });
    await client.session.signIn(colleague);
    await client.session.signIn(changed);
    // From now on it opens with the new one, and not with the one before.
    await fresh.reopen();
    expect((await refusalOf(fresh.client().session.signIn(fresh.officer))).kind).toBe(
      'password-not-kept-here',
    );
    await fresh.client().session.signIn(changed);
  });

  it('AC9 opens a kiosk that no password opens by the recovery key the bank gives back, and by no other', async () => {
    await using fresh = await openBranchAtWork();
    await enrol(fresh);
    await fresh.reopen();
    const changed = { ...fresh.officer, password: await fresh.password('asha') };
    const { session } = fresh.client();
    const wrong = `PRVK1-${'A'.repeat(43)}`;
    for (const recoveryKey of ['nonsense', wrong])
      expect(await refusalOf(session.recover({ ...changed, recoveryKey }))).toMatchObject({
        kind: 'recovery-key-wrong',
      });
    const main = join(import.meta.dirname, '../../bank/main.ts');
    const given = await promisify(execFile)(
      process.execPath,
      [main, 'open-escrow', join(fresh.dataDir, 'recovery.json')],
      {
        env: {
          ...process.env,
          BANK_DATA: fresh.bank.folder,
          BANK_KEY_FILE: join(fresh.bank.folder, 'keys.json'),
        },
      },
    );
    expect((await session.recover({ ...changed, recoveryKey: given.stdout })).officerId).toBe('asha');
    // The kiosk opens with the new password from now on.
    await fresh.reopen();
    await fresh.client().session.signIn(changed);
  });

  it('AC6 signs in without a line where the kiosk knows them, and is sent to the line where it does not', async () => {
    await using fresh = await openBranchAtWork();
    await enrol(fresh);
    const vikram = { officerId: 'vikram', password: await fresh.password('vikram') };
    await fresh.bank.bank().close();
    await fresh.client().session.signOut();
    await fresh.client().session.signIn(fresh.officer);
    await fresh.client().session.signOut();
    expect((await refusalOf(fresh.client().session.signIn(vikram as never))).kind).toBe('officer-needs-line');
    // AC7: nor for ever on the bank's old word.
    fresh.bank.advance(61 * 24 * 60 * 60_000);
    expect((await refusalOf(fresh.client().session.signIn(fresh.officer))).kind).toBe(
      'officer-away-too-long',
    );
  });
});

describe('the line', () => {
  it('being down refuses a code and keeps the number unverified instead', async () => {
    await using fresh = await openBranchAtWork();
    await enrol(fresh);
    const own = fresh.client();
    const { caseId } = await toContact(own);
    await fresh.bank.bank().close();
    expect((await refusalOf(own.case.sendCode({ caseId, mobile: nextMobile() }))).kind).toBe('no-line');
    const kept = await own.case.keepMobileUnverified({ caseId, mobile: nextMobile() });
    expect(kept).toMatchObject({ at: 'document', contact: { state: 'unverified' } });
  });
});
