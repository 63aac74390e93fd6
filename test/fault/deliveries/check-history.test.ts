// The checker must fail where there is something to find, or a clean history proves nothing.
import { describe, expect, it } from 'vitest';
import { checkHistory, type Effect, type SentPacket } from './check-history.ts';

const sent: readonly SentPacket[] = [1, 2, 3, 4].map((sequence) => ({
  packetId: `p${sequence}`,
  kioskId: 'k',
  sequence,
  receipted: true,
  stoodBack: false,
}));
const effects: readonly Effect[] = sent.flatMap(({ packetId, sequence }) => [
  { packetId, what: 'packet', at: sequence * 10 },
  { packetId, what: 'account', at: sequence * 10 + 5 },
]);
const kinds = (packets: readonly SentPacket[], seen: readonly Effect[]) =>
  checkHistory(packets, seen).map(({ kind, packetId }) => `${kind} ${packetId}`);

describe('the history checker', () => {
  it('passes a history in which each packet had its one effect, in order', () => {
    expect(kinds(sent, effects)).toEqual([]);
  });

  it('fails on a planted duplicate, of packet and of account', () => {
    expect(kinds(sent, [...effects, { packetId: 'p2', what: 'packet', at: 99 }])).toEqual(['twice p2']);
    expect(kinds(sent, [...effects, { packetId: 'p3', what: 'account', at: 99 }])).toEqual(['twice p3']);
  });

  it('fails on a receipt without an effect', () => {
    expect(
      kinds(
        sent,
        effects.filter(({ packetId }) => packetId !== 'p4'),
      ),
    ).toEqual(['lost p4', 'lost p4']);
    const unsure = sent.map((packet) => ({ ...packet, receipted: packet.packetId !== 'p4' }));
    expect(
      kinds(
        unsure,
        effects.filter(({ packetId }) => packetId !== 'p4'),
      ),
    ).toEqual([]);
  });

  it('fails on an effect of a packet nobody sent', () => {
    expect(kinds(sent, [...effects, { packetId: 'p9', what: 'packet', at: 99 }])).toEqual([
      'from-nowhere p9',
    ]);
  });

  it('fails on a later packet before an earlier one, unless the bank asked the earlier to wait', () => {
    const late = effects.map((effect) =>
      effect.packetId === 'p2' && effect.what === 'packet' ? { ...effect, at: 35 } : effect,
    );
    expect(kinds(sent, late)).toEqual(['order p3']);
    const excused = sent.map((packet) => ({ ...packet, stoodBack: packet.packetId === 'p2' }));
    expect(kinds(excused, late)).toEqual([]);
  });

  it('keeps kiosks apart: each has its own order', () => {
    const other = sent.map((packet) => ({ ...packet, packetId: `q${packet.sequence}`, kioskId: 'l' }));
    const others = effects.map((effect) => ({
      ...effect,
      packetId: effect.packetId.replace('p', 'q'),
      at: effect.at - 1000,
    }));
    expect(kinds([...sent, ...other], [...effects, ...others])).toEqual([]);
  });
});
