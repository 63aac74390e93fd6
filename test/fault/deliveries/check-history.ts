// Judges what a bank did with what kiosks sent it, from the two records alone: each packet at most one effect of each kind,
// each receipted packet at least one, and of one kiosk's packets the earlier first. Pure, so that it can be shown to fail.

export interface SentPacket {
  readonly packetId: string;
  readonly kioskId: string;
  readonly sequence: number;
  /** The kiosk holds the bank's receipt. */
  readonly receipted: boolean;
  /** The bank itself asked for patience with this one, so that others rightly went before it. */
  readonly stoodBack: boolean;
}

export interface Effect {
  readonly packetId: string;
  readonly what: 'packet' | 'account';
  /** Milliseconds; equal ones have no order. */
  readonly at: number;
}

export interface HistoryFault {
  readonly kind: 'twice' | 'lost' | 'order' | 'from-nowhere';
  readonly packetId: string;
}

function ofKind(effects: readonly Effect[], what: Effect['what']): ReadonlyMap<string, readonly Effect[]> {
  return Map.groupBy(
    effects.filter((effect) => effect.what === what),
    ({ packetId }) => packetId,
  );
}

function outOfOrder(
  sent: readonly SentPacket[],
  written: ReadonlyMap<string, readonly Effect[]>,
): HistoryFault[] {
  const faults: HistoryFault[] = [];
  for (const own of Map.groupBy(sent, ({ kioskId }) => kioskId).values()) {
    let latest = -Infinity;
    for (const { packetId, stoodBack } of own.toSorted((a, b) => a.sequence - b.sequence)) {
      const at = written.get(packetId)?.[0]?.at;
      if (at === undefined) continue;
      if (at < latest) faults.push({ kind: 'order', packetId });
      // One that stood back may come late; nothing after it has to wait for it.
      if (!stoodBack) latest = Math.max(latest, at);
    }
  }
  return faults;
}

export function checkHistory(sent: readonly SentPacket[], effects: readonly Effect[]): HistoryFault[] {
  const known = new Set(sent.map(({ packetId }) => packetId));
  const faults: HistoryFault[] = [];
  for (const { packetId } of effects) {
    if (!known.has(packetId)) faults.push({ kind: 'from-nowhere', packetId });
  }
  for (const what of ['packet', 'account'] as const) {
    const had = ofKind(effects, what);
    for (const { packetId, receipted } of sent) {
      const times = had.get(packetId)?.length ?? 0;
      if (times > 1) faults.push({ kind: 'twice', packetId });
      if (times === 0 && receipted) faults.push({ kind: 'lost', packetId });
    }
  }
  return [...faults, ...outOfOrder(sent, ofKind(effects, 'packet'))];
}
