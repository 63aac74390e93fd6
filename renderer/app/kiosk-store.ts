// What the screens hold: the kiosk's standing, the case that is open, and the master data. All of it is the main process's word.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CaseSummary, CaseView } from '#core/contract/kiosk/case-view.ts';
import type { CatalogueView, KioskStatus, ShellInfo } from '#core/contract/kiosk/contract.ts';
import type { CaseId } from '#core/kernel/brand.ts';
import { attempt, type Failure } from '#renderer/bridge/attempt.ts';
import { follow } from '#renderer/bridge/follow.ts';
import type { Connection } from '#renderer/bridge/kiosk-client.ts';

export interface KioskState {
  readonly info: ShellInfo | null;
  readonly status: KioskStatus | null;
  /** False while the screens have lost the main process. */
  readonly reachable: boolean;
  readonly view: CaseView | null;
  readonly cases: readonly CaseSummary[];
  readonly catalogue: CatalogueView | null;
  /** Why a case did not open, shown where the officer stands then. */
  readonly failure: Failure | null;
}

export interface KioskStore {
  readonly store: StoreApi<KioskState>;
  /** Follows the kiosk until the answer is called. */
  readonly start: () => () => void;
  readonly showStatus: (status: KioskStatus) => void;
  readonly showView: (view: CaseView) => void;
  readonly open: (caseId: CaseId) => Promise<void>;
  readonly leave: () => void;
}

export function makeKioskStore({ client, onLost, onReconnect }: Connection): KioskStore {
  const store = createStore<KioskState>(() => ({
    info: null,
    status: null,
    reachable: true,
    view: null,
    cases: [],
    catalogue: null,
    failure: null,
  }));

  const loadInfo = async () => {
    const info = await attempt(() => client.shell.info());
    if (info.ok) store.setState({ info: info.value });
  };
  const loadCatalogue = async () => {
    const catalogue = await attempt(() => client.catalogue.get());
    // Without master data no case can be shown: that is said rather than left to be guessed.
    store.setState(catalogue.ok ? { catalogue: catalogue.value } : { failure: catalogue.error });
  };
  const loadCases = async () => {
    const { status } = store.getState();
    // In self-service a customer stands before the screen: other people's cases are refused there.
    if (!status?.officer || status.mode === 'self-service') return;
    const cases = await attempt(() => client.case.list());
    store.setState(cases.ok ? { cases: cases.value } : { failure: cases.error });
  };
  const open = async (caseId: CaseId, onlyWhile: () => boolean = () => true) => {
    const opened = await attempt(() => client.case.get({ caseId }));
    if (!onlyWhile()) return;
    if (opened.ok) store.setState({ view: opened.value, failure: null });
    else
      store.setState({
        failure: opened.error,
        ...(opened.error.kind === 'case-not-found' ? { view: null } : {}),
      });
  };
  const refresh = async () => {
    const { view, status } = store.getState();
    if (!status?.officer) return;
    // A case that was left, or gave way to another, while it was asked for must not come back by itself.
    const isShown = () => store.getState().view?.caseId === view?.caseId;
    await Promise.all([loadCatalogue(), loadCases(), view ? open(view.caseId, isShown) : Promise.resolve()]);
  };
  let lastOfficerId: string | null = null;
  const showStatus = (status: KioskStatus) => {
    const before = store.getState().status;
    store.setState({ status, reachable: true });
    // What one officer had open is not another's: a case is taken up again from the drafts.
    // In self-service the case is the customer's, and an officer who helps puts their own word to it.
    const another =
      status.officer !== null && lastOfficerId !== null && status.officer.officerId !== lastOfficerId;
    if (another && status.mode !== 'self-service') {
      store.setState({ view: null, cases: [] });
    }
    lastOfficerId = status.officer?.officerId ?? lastOfficerId;
    const signedInNow = status.officer !== null && before?.officer?.officerId !== status.officer.officerId;
    // The kiosk may have been started again meanwhile, or the line come back with newer master data.
    if (signedInNow || (status.officer !== null && before?.line !== status.line)) void refresh();
    else void loadCases();
  };

  return {
    store,
    start() {
      void loadInfo();
      const stops = [
        follow({ open: (signal) => client.shell.watch(undefined, { signal }), onValue: showStatus }),
        onLost(() => store.setState({ reachable: false })),
        onReconnect(() => {
          store.setState({ reachable: true });
          void loadInfo();
          void refresh();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    showStatus,
    showView: (view) => store.setState({ view, failure: null }),
    open: (caseId) => open(caseId),
    leave() {
      store.setState({ view: null, failure: null });
      void loadCases();
    },
  };
}
