// Every closed list has a text for each member in every language, no text is missing or unused, and placeholders agree.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { masterSections } from '#core/contract/bank/master-data.ts';
import { credentialFaults } from '#core/contract/kiosk/vault-standing.ts';
import { ekycOutcomes } from '#core/contract/bank/ekyc.ts';
import { agreements, bodyParts, exceptionReasons } from '#core/contract/bank/biometric.ts';
import { bankCaseStateSchema, bankReasonSchema } from '#core/contract/bank/packet.ts';
import {
  caseViewSchema,
  deliveryStateSchema,
  stepStateSchema,
  steps,
} from '#core/contract/kiosk/case-view.ts';
import { deliveryReasonSchema } from '#core/contract/kiosk/delivery-reason.ts';
import {
  modelFaults,
  kioskStatusSchema,
  kioskWarnings,
  shellInfoSchema,
} from '#core/contract/kiosk/contract.ts';
import {
  attestationKindSchema,
  deviceActs,
  deviceHealths,
  deviceStatuses,
  modalities,
  paperSizes,
  printerSchema,
  scannerMessages,
} from '#core/contract/kiosk/device-view.ts';
import { layerStandingSchema, lineCauses, lineLayers } from '#core/contract/kiosk/line-diagnosis.ts';
import { gestures, livenessReasons } from '#core/contract/kiosk/liveness.ts';
import { historyActs, outboxShows } from '#core/contract/kiosk/outbox-view.ts';
import { refusalKinds } from '#core/contract/kiosk/refusal.ts';
import { documentKinds } from '#core/reading/document-kinds.ts';
import { documentSides, fieldNames, fieldProofSchema, fieldSourceSchema } from '#core/reading/field.ts';
import { genuinenessFlags } from '#core/reading/genuineness/hints.ts';
import { signedOutcomes } from '#core/reading/signed-source.ts';
import {
  cameraTroubles,
  documentTroubles,
  faceTroubles,
  pluggedSets,
} from '#renderer/app/simulation/room-plan.ts';
import { cameraNotices, captureTextKeys, faceAdvices } from '#renderer/capture/capture-kinds.ts';
import { dialCodes } from '#renderer/screen/contact/mobile-number.ts';
import { standings } from '#renderer/screen/done/standing.ts';
import { caseLists } from '#renderer/screen/home/case-lists.ts';

const languages = ['en', 'hi'] as const;
const namespaces = ['app', 'capture', 'refusals', 'steps', 'words'] as const;
const renderer = join(import.meta.dirname, '..');
const folder = join(renderer, '../resources/languages');

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : leaves(value, `${prefix}${key}.`),
  );
}

function load(language: string): Map<string, string> {
  return new Map(
    namespaces.flatMap((namespace) => {
      const tree = JSON.parse(readFileSync(join(folder, language, `${namespace}.json`), 'utf8')) as Tree;
      return leaves(tree).map(([key, text]): [string, string] => [`${namespace}:${key}`, text]);
    }),
  );
}

const texts = { en: load('en'), hi: load('hi') };
/** i18next's plural endings; both languages have these two and no other. */
const bare = (key: string): string => key.replace(/_(one|other)$/u, '');

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory())
      return entry.name === 'testing' || entry.name === 'simulate' ? [] : sources(path);
    return /\.tsx?$/u.test(entry.name) && !entry.name.includes('.test.') ? [path] : [];
  });
}

const code = sources(renderer)
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const asKey = /(['`])((?:app|capture|refusals|steps|words):[^'`]+)\1/gu;
const written = [...code.matchAll(asKey)].map((match) => match[2] ?? '');

/** Each pattern of the sources with the members its hole may take; a new template without an entry here fails below. */
const members: Readonly<Record<string, readonly string[]>> = {
  'refusals:${failure.kind}.what': [...refusalKinds, 'unreachable'],
  'refusals:${failure.kind}.next': [...refusalKinds, 'unreachable'],
  'words:step.${step}': steps,
  'words:step.${summary.at}': steps,
  'words:stepState.${state}': stepStateSchema.options,
  'words:field.${field.name}': fieldNames,
  'words:proof.${field.proof}': fieldProofSchema.options,
  'words:source.${field.source}': fieldSourceSchema.options,
  'words:source.${rival.source}': fieldSourceSchema.options,
  'words:signed.${reading.signed}': signedOutcomes,
  'words:genuineness.${flag}': genuinenessFlags,
  'words:sex.${sex}': ['F', 'M', 'T', 'X'],
  'words:liveness.${liveness.why}': livenessReasons,
  'words:liveness.${why}': livenessReasons,
  'steps:live.gesture.${given.gesture}': gestures,
  'steps:live.${given.ask}': ['look-straight', 'colours'],
  'steps:live.verdict.${each}': ['seen-in-person', 'send-to-review'],
  'words:documentKind.${each}': documentKinds,
  'words:documentKind.${document.kind}': documentKinds,
  'words:documentKind.${view.document.kind}': documentKinds,
  'words:bankState.${summary.bankState}': bankCaseStateSchema.options,
  'words:bankReason.${reason}': bankReasonSchema.options,
  'words:delivery.${delivery}': deliveryStateSchema.options,
  'words:deliveryReason.${reason}': deliveryReasonSchema.options,
  'words:delivery.${item.state}': deliveryStateSchema.options,
  'words:delivery.${state}': deliveryStateSchema.options,
  'words:bankState.${bankState}': bankCaseStateSchema.options,
  'words:warning.${warning}': kioskWarnings,
  'words:act.${act}': historyActs,
  'words:lack.${lack}': shellInfoSchema.shape.lacks.element.options,
  'words:modelFault.${fault}': modelFaults,
  'app:welcome.need.${name}': ['document', 'mobile', 'face', 'time'],
  'capture:face.${guide.advice}': [...faceAdvices],
  'words:country.${each.country}': dialCodes.map(({ country }) => country),
  'app:line.${line}': kioskStatusSchema.shape.line.options,
  'app:line.${line}Waiting': kioskStatusSchema.shape.line.options,
  'app:home.${each}': caseLists,
  'app:home.empty.${list}': caseLists,
  'app:home.column.${column}': ['reference', 'customer', 'started', 'state', 'action'],
  'app:safekeeping.unattended.fault.${credential}': [...credentialFaults, 'usable'],
  'app:queue.data.section.${section}': masterSections,
  'app:queue.line.layer.${layer}': lineLayers,
  'app:queue.line.outcome.${outcome}': layerStandingSchema.shape.outcome.options,
  'app:queue.line.cause.${cause}': lineCauses,
  'app:queue.show.${each}': outboxShows,
  'app:queue.empty.${show}': outboxShows,
  'app:withdrawal.stays.${each}': ['consent', 'record', 'account'],
  'app:queue.column.${column}': ['reference', 'state', 'age', 'reason', 'next'],
  'app:simulation.documents.${each}': documentTroubles,
  'app:simulation.faces.${each}': faceTroubles,
  'app:simulation.cameras.${each}': cameraTroubles,
  'app:simulation.devices.${value}': pluggedSets,
  'app:devices.status.${status}': deviceStatuses,
  'app:devices.statusCard.${status}': deviceStatuses,
  'app:devices.health.${health}': deviceHealths,
  'app:devices.modality.${each}': modalities,
  'app:devices.proof.${proof}': attestationKindSchema.options,
  'app:devices.printer.${state}': printerSchema.shape.state.options,
  'app:devices.column.${column}': ['at', 'device', 'act', 'problem', 'took', 'quality'],
  'app:devices.act.${row.act}': deviceActs,
  'words:scanner.${failure.scanner}': scannerMessages,
  'words:scanner.${problem}': scannerMessages,
  'words:scanner.${row.problem}': scannerMessages,
  'capture:camera.${kind}': captureTextKeys.flatMap((key) =>
    key.startsWith('camera.') ? [key.slice(7)] : [],
  ),
  'capture:camera.${camera.notice}': [...cameraNotices],
  'capture:region.${region}': captureTextKeys.flatMap((key) =>
    key.startsWith('region.') ? [key.slice(7)] : [],
  ),
  'capture:document.${shown}': captureTextKeys.flatMap((key) =>
    key.startsWith('document.') ? [key.slice(9)] : [],
  ),
  'capture:face.${guide.hint.shown}': captureTextKeys.flatMap((key) =>
    key.startsWith('face.') ? [key.slice(5)] : [],
  ),
  'steps:document.${side}': documentSides,
  'steps:document.code.${said}': ['offer', 'hold', ...signedOutcomes],
  'steps:document.capture.${kind}.${side}': documentKinds.flatMap((kind) =>
    documentSides.map((side) => `${kind}.${side}`),
  ),
  'steps:document.tips.${each}': documentKinds,
  'steps:face.outcome.${face.outcome}': caseViewSchema.shape.face.unwrap().shape.outcome.options,
  'steps:face.outcome.${view.face.outcome}': caseViewSchema.shape.face.unwrap().shape.outcome.options,
  'steps:face.todo.${face.outcome}': caseViewSchema.shape.face.unwrap().shape.outcome.options,
  'steps:face.decided.${face.officerVerdict}': caseViewSchema.shape.face
    .unwrap()
    .shape.officerVerdict.unwrap().options,
  'steps:face.decided.${view.face.officerVerdict}': caseViewSchema.shape.face
    .unwrap()
    .shape.officerVerdict.unwrap().options,
  'steps:review.mobileState.${view.contact.state}': caseViewSchema.shape.contact.unwrap().shape.state.options,
  'words:bodyPart.${part}': bodyParts,
  'words:bodyPart.${chosen}': bodyParts,
  'words:bodyPart.${sameAs}': bodyParts,
  'words:bodyPart.${taken.part}': bodyParts,
  'words:finger.${finger}': ['thumb', 'index', 'middle', 'ring', 'little', 'iris'],
  'steps:biometrics.state.${state}': ['captured', 'poor', 'excepted', 'open', 'unasked'],
  'steps:biometrics.sets.${each}': ['one', 'hand', 'thumbs', 'pair'],
  'steps:biometrics.sets.${set}': ['one', 'hand', 'thumbs', 'pair'],
  'steps:reading.ekyc.outcome.${ekyc.outcome}': ekycOutcomes,
  'steps:biometrics.agreement.${agreement}': agreements,
  'steps:biometrics.reasons.${each}': exceptionReasons,
  'steps:done.papers.${each}': paperSizes,
  'steps:done.heading.${standing}': standings,
  'steps:done.text.${standing}': standings,
};

function keysOf(pattern: string): string[] {
  if (!pattern.includes('${')) return [pattern];
  const start = pattern.slice(0, pattern.indexOf('${'));
  const end = pattern.slice(pattern.lastIndexOf('}') + 1);
  return (members[pattern] ?? []).map((member) => `${start}${member}${end}`);
}

const used = new Set([...written.flatMap(keysOf), ...captureTextKeys.map((key) => `capture:${key}`)]);
const existing = new Set([...texts.en.keys()].map(bare));

describe('texts', () => {
  test('the scan saw the sources', () => {
    expect(written.length).toBeGreaterThan(150);
  });

  test('every pattern in the sources is listed with its members, and every listed one is in the sources', () => {
    const patterns = new Set(written.filter((key) => key.includes('${')));
    expect([...patterns].toSorted()).toEqual(Object.keys(members).toSorted());
    expect(Object.entries(members).filter(([, list]) => list.length === 0)).toEqual([]);
  });

  test('none is missing', () => {
    expect([...used].filter((key) => !existing.has(key))).toEqual([]);
  });

  test('none is unused', () => {
    expect([...existing].filter((key) => !used.has(key))).toEqual([]);
  });

  test.each(languages)('%s has the same keys as English, and no empty text', (language) => {
    expect([...texts[language].keys()].toSorted()).toEqual([...texts.en.keys()].toSorted());
    expect([...texts[language]].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('Hindi is Hindi, but for what has no other name', () => {
    const same = [...texts.hi].filter(([, text]) => !/[\u0900-\u097f]/u.test(text)).map(([key]) => key);
    expect(same).toEqual(['steps:done.ifsc']);
  });

  test.each(languages)('%s fills the same places as English', (language) => {
    const places = (text: string) =>
      [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1]).toSorted();
    for (const [key, text] of texts[language])
      expect([key, places(text)]).toEqual([key, places(texts.en.get(key) ?? '')]);
  });

  test('a refusal says what happened and what to do, and never shows its code', () => {
    for (const kind of refusalKinds) {
      for (const language of languages) {
        for (const part of ['what', 'next']) {
          const text = texts[language].get(`refusals:${kind}.${part}`) ?? '';
          expect(text.length).toBeGreaterThan(10);
          expect(kind.includes('-') && text.includes(kind)).toBe(false);
        }
      }
    }
  });
});
