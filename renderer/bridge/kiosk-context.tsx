// Hands the connection to the screens through React's tree, so that none of them reaches for a global.
import { createContext, useContext } from 'react';
import type { Connection, KioskClient } from './kiosk-client.ts';

export const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('no connection in this tree');
  return connection;
}

export function useKiosk(): KioskClient {
  return useConnection().client;
}
