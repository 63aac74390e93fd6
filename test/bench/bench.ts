// npm run bench -- NAME [--json]: one benchmark; its last line is one JSON object. It measures and never judges.
import { barcodeBench } from './barcodes/barcode-bench.ts';
import { captureBench } from './capture-bench.ts';
import { cardBench } from './cards/card-bench.ts';
import { devicesBench } from './devices-bench.ts';
import { nameBench } from './names/name-bench.ts';
import { genuinenessBench } from './genuineness/genuineness-bench.ts';
import { faceBench } from './face/face-bench.ts';
import { guideBench } from './guide/guide-bench.ts';
import { queueBench } from './queue/queue-bench.ts';
import { livenessBench } from './liveness-bench.ts';
import { mrzBench } from './mrz/mrz-bench.ts';
import { startBench } from './start-bench.ts';

export type Bench = (args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;

const benches: Readonly<Record<string, Bench>> = {
  barcodes: barcodeBench,
  capture: captureBench,
  cards: cardBench,
  devices: devicesBench,
  liveness: livenessBench,
  mrz: mrzBench,
  names: nameBench,
  face: faceBench,
  guide: guideBench,
  genuineness: genuinenessBench,
  queue: queueBench,
  start: startBench,
};

const [name, ...rest] = process.argv.slice(2).filter((arg) => arg !== '--json');
const bench = name === undefined ? undefined : benches[name];
if (!bench) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json]`);
  process.exitCode = 2;
} else {
  console.log(JSON.stringify(await bench(rest)));
}
