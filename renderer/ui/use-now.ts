// The time on the wall, once a second, for what counts down on screen.
import { useEffect, useState } from 'react';

const tickMs = 1000;

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
