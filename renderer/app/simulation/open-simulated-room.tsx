// The simulated customer with the band that says so on every page and lets a person choose what goes wrong.
import { FlaskConical } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import type { DocumentKind } from '#core/reading/field.ts';
import type { CameraSource } from '#renderer/capture/camera-source.ts';
import {
  createSimulatedCameraSource,
  createSimulation,
  people,
  type PersonId,
  type Simulation,
} from '#renderer/simulate/index.ts';
import { useText } from '#renderer/ui/language.ts';
import {
  type CameraTrouble,
  cameraTroubles,
  type DocumentTrouble,
  documentTroubles,
  type FaceTrouble,
  faceTroubles,
  roomPlan,
} from './room-plan.ts';
import { PluggedDevices } from './plugged-devices.tsx';
import { ToolChoice } from './tool-choice.tsx';

export interface SimulatedRoom {
  readonly source: CameraSource;
  readonly expect: (kind: DocumentKind) => void;
  readonly Band: ComponentType;
}

function setCamera(simulation: Simulation, trouble: CameraTrouble): void {
  simulation.show(trouble === 'black' ? 'black' : null);
  simulation.forbid(trouble === 'forbidden');
  simulation.plug(trouble !== 'unplugged');
}

/** Another person than the customer: the next in the list. */
function otherThan(id: PersonId): PersonId {
  const next = people[(people.findIndex((person) => person.id === id) + 1) % people.length];
  return next?.id ?? id;
}

export function openSimulatedRoom(): SimulatedRoom {
  const simulation = createSimulation();
  let kind: DocumentKind = 'aadhaar';
  let document: DocumentTrouble = 'good';
  let face: FaceTrouble = 'good';
  const replan = () => simulation.plan(roomPlan(kind, document, face));

  function Band() {
    const { t } = useText();
    const [chosen, setChosen] = useState<{
      readonly person: PersonId;
      readonly document: DocumentTrouble;
      readonly face: FaceTrouble;
      readonly camera: CameraTrouble;
    }>({ person: people[0].id, document, face, camera: 'good' });
    const texts = {
      document: (each: DocumentTrouble) => t(`app:simulation.documents.${each}`),
      face: (each: FaceTrouble) => t(`app:simulation.faces.${each}`),
      camera: (each: CameraTrouble) => t(`app:simulation.cameras.${each}`),
    };
    return (
      <section
        aria-label={t('app:simulation.panel')}
        className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 bg-marigold px-4 py-1 text-ink"
      >
        <p className="flex flex-1 items-center portrait:basis-full gap-2 font-semibold">
          <FlaskConical aria-hidden className="size-6 shrink-0" />
          {t('app:frame.simulation')}
        </p>
        <ToolChoice
          label={t('app:simulation.customer')}
          value={chosen.person}
          choices={people.map((person) => ({ value: person.id, label: person.name }))}
          onValue={(person) => {
            simulation.become(person, otherThan(person));
            setChosen({ ...chosen, person });
          }}
        />
        <ToolChoice
          label={t('app:simulation.document')}
          value={chosen.document}
          choices={documentTroubles.map((value) => ({ value, label: texts.document(value) }))}
          onValue={(next) => {
            document = next;
            replan();
            setChosen({ ...chosen, document: next });
          }}
        />
        <ToolChoice
          label={t('app:simulation.face')}
          value={chosen.face}
          choices={faceTroubles.map((value) => ({ value, label: texts.face(value) }))}
          onValue={(next) => {
            face = next;
            replan();
            setChosen({ ...chosen, face: next });
          }}
        />
        <ToolChoice
          label={t('app:simulation.camera')}
          value={chosen.camera}
          choices={cameraTroubles.map((value) => ({ value, label: texts.camera(value) }))}
          onValue={(next) => {
            setCamera(simulation, next);
            setChosen({ ...chosen, camera: next });
          }}
        />
        <PluggedDevices person={chosen.person} />
      </section>
    );
  }

  simulation.become(people[0].id, otherThan(people[0].id));
  return {
    source: createSimulatedCameraSource(simulation),
    expect(next) {
      kind = next;
      replan();
    },
    Band,
  };
}
