// What every step of the journey is given: the case as the main process sees it, and the two ways out.
import type { CaseView, Step } from '#core/contract/kiosk/case-view.ts';
import type { CatalogueView, KioskStatus, ShellInfo } from '#core/contract/kiosk/contract.ts';
import type { DocumentKind } from '#core/reading/field.ts';
import type { CameraSource } from '#renderer/capture/camera-source.ts';

export interface StepProps {
  readonly view: CaseView;
  readonly info: ShellInfo;
  readonly status: KioskStatus;
  readonly catalogue: CatalogueView;
  readonly camera: CameraSource;
  /** Takes over the case's new state; the journey then shows the step it is at. */
  readonly onView: (view: CaseView) => void;
  readonly onBack: () => void;
  /** To another step: back anywhere, forward as far as the case allows. */
  readonly onGoTo: (step: Step) => void;
  readonly onLeave: () => void;
  /** A new customer, straight after this one. */
  readonly onNextCustomer: () => void;
  /** Which document will be held to the camera: in simulation the drawn customer brings it. */
  readonly onExpect: (kind: DocumentKind) => void;
}
