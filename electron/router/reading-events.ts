// A reading as a stream of events: every rise of its progress, then what was read. A refusal ends the stream by throwing.
import type { CaseView } from '#core/contract/kiosk/case-view.ts';
import type { ReadingEvent } from '#core/contract/kiosk/contract.ts';

/** `start` is told where to report progress (0 to 100); `view` turns its outcome into what screens see, or throws. */
export async function* readingEvents<T>(
  start: (onProgress: (percent: number) => void) => Promise<T>,
  view: (outcome: T) => CaseView,
): AsyncGenerator<ReadingEvent> {
  const steps: number[] = [];
  let wake = Promise.withResolvers<'progress'>();
  const done = start((percent) => {
    steps.push(percent);
    wake.resolve('progress');
  }).then((outcome) => ({ outcome }));
  // Whoever stopped listening does not hear how it ended; that is no mistake of the process.
  done.catch(() => undefined);

  for (;;) {
    const next = await Promise.race([done, wake.promise]);
    wake = Promise.withResolvers();
    for (const percent of steps.splice(0)) yield { type: 'progress', percent };
    if (next !== 'progress') {
      yield { type: 'read', case: view(next.outcome) };
      return;
    }
  }
}
