// Slow work as a stream of events: everything it tells on the way, then its outcome. A refusal ends the stream by throwing.

/** `start` is told where to report; `last` turns its outcome into the last event, or throws. */
export async function* eventsOf<Event, Outcome>(
  start: (tell: (event: Event) => void) => Promise<Outcome>,
  last: (outcome: Outcome) => Event,
): AsyncGenerator<Event> {
  const told: Event[] = [];
  let wake = Promise.withResolvers<'told'>();
  const done = start((event) => {
    told.push(event);
    wake.resolve('told');
  }).then((outcome) => ({ outcome }));
  // Whoever stopped listening does not hear how it ended; that is no mistake of the process.
  done.catch(() => undefined);

  for (;;) {
    const next = await Promise.race([done, wake.promise]);
    wake = Promise.withResolvers();
    yield* told.splice(0);
    if (next !== 'told') {
      yield last(next.outcome);
      return;
    }
  }
}
