// What the last screen says, from where the packet is and what the bank answered. The bank's word stands above the queue's.
import type { CaseView } from '#core/contract/kiosk/case-view.ts';

export const standings = [
  'opened',
  'queued',
  'sending',
  'received',
  'awaiting-mobile',
  'in-review',
  'refused',
  'parked',
] as const;
export type Standing = (typeof standings)[number];

export function standingOf(view: Pick<CaseView, 'bank' | 'delivery'>, online: boolean): Standing {
  if (view.bank) return view.bank.state;
  const state = view.delivery?.state ?? 'waiting';
  if (state === 'parked') return 'parked';
  if (state === 'accepted') return 'received';
  // Waiting with a line is the moment before it is sent; without one it may be days.
  return state === 'sending' || online ? 'sending' : 'queued';
}
