// The table of faults, cheapest first.
import type { Fault } from './report.ts';
import { deliveriesFault } from './deliveries/deliveries-fault.ts';
import { devicesFuzzFault } from './devices-fuzz/devices-fuzz-fault.ts';
import { diskFault } from './disk/disk-fault.ts';
import { fuzzFault } from './fuzz/fuzz-fault.ts';
import { killStepsFault } from './kill-steps/kill-steps-fault.ts';
import { powerFault } from './power/power-fault.ts';
import { queueFault } from './queue/queue-fault.ts';
import { residueFault } from './residue/residue-fault.ts';
import { replayFault } from './replay/replay-fault.ts';

export const faults: readonly Fault[] = [
  { name: 'replay', shows: 'a packet sent again has one effect', run: replayFault },
  {
    name: 'disk',
    shows: 'full, read-only, flipped, without its key or its time: named, and nothing lost',
    run: diskFault,
  },
  { name: 'fuzz', shows: 'no parser throws or hangs on strange input', run: fuzzFault },
  {
    name: 'devices-fuzz',
    shows: 'no decoder of a device throws, hangs or grows on broken frames',
    run: devicesFuzzFault,
  },
  {
    name: 'kill-steps',
    shows: 'the kiosk killed between any two steps takes the case up again',
    run: killStepsFault,
  },
  { name: 'residue', shows: 'nothing of a customer lies in the clear on disk', run: residueFault },
  { name: 'power', shows: 'a power cut at any write loses nothing that was acknowledged', run: powerFault },
  { name: 'queue', shows: 'kill -9 of kiosk and bank loses and doubles nothing', run: queueFault },
  {
    name: 'deliveries',
    shows: 'a line at its worst gives each packet one effect, in order',
    run: deliveriesFault,
  },
];
