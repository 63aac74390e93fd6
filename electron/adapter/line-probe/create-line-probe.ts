// The line's lower layers by the system's own means: interfaces, name look-up, a TCP connection, a TLS handshake. Each waits
// five seconds at most, since a person waits for it.
import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect as connectTls } from 'node:tls';
import type { LineCause } from '#core/contract/kiosk/line-diagnosis.ts';
import type { LineProbe } from '../../port/line-probe.ts';

const patienceMs = 5000;

export interface LineProbeOptions {
  readonly interfaces?: typeof networkInterfaces;
  readonly patienceMs?: number;
  /** The one authority to trust, PEM, instead of the system's. */
  readonly ca?: string;
}

const dateFaults = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const nameFaults = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']);

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function certificateCause(cause: unknown): LineCause {
  const code = codeOf(cause);
  if (dateFaults.has(code)) return 'certificate-date';
  if (nameFaults.has(code)) return 'certificate-other-name';
  const isCertificate = code.includes('CERT') || code.includes('SIGNATURE') || code.includes('ISSUER');
  return isCertificate ? 'certificate-untrusted' : 'certificate-none';
}

/** Settles by the first of: `event`, an error, time. */
function outcomeOf(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  ms: number,
  causes: { readonly late: LineCause; readonly failed: (cause: unknown) => LineCause },
): Promise<LineCause | null> {
  return new Promise((resolve) => {
    const end = (cause: LineCause | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(cause);
    };
    const timer = setTimeout(() => end(causes.late), ms);
    socket.once(event, () => end(null));
    socket.on('error', (cause) => end(causes.failed(cause)));
    // Ended by the other side without a word.
    socket.once('close', () => end(causes.failed(null)));
  });
}

export function createLineProbe(options: LineProbeOptions = {}): LineProbe {
  const ms = options.patienceMs ?? patienceMs;
  const interfaces = options.interfaces ?? networkInterfaces;
  return {
    network() {
      const outer = Object.values(interfaces())
        .flatMap((addresses) => addresses ?? [])
        // An address the machine gave itself (169.254, fe80) means that nobody answered on the cable.
        .filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address));
      return Promise.resolve(outer.length > 0 ? null : 'no-network');
    },
    async name(host) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<LineCause>((resolve) => {
        timer = setTimeout(() => resolve('name-server-silent'), ms);
      });
      const found = lookup(host).then(
        () => null,
        (cause: unknown): LineCause =>
          codeOf(cause) === 'ENOTFOUND' ? 'name-unknown' : 'name-server-silent',
      );
      const outcome = await Promise.race([found, late]);
      clearTimeout(timer);
      return outcome;
    },
    connection: (host, port) =>
      outcomeOf(connect({ host, port }), 'connect', ms, {
        late: 'connection-silent',
        failed: (cause) => (codeOf(cause) === 'ECONNREFUSED' ? 'connection-refused' : 'connection-silent'),
      }),
    certificate: (host, port) =>
      outcomeOf(
        connectTls({
          host,
          port,
          servername: host,
          minVersion: 'TLSv1.2',
          ...(options.ca === undefined ? {} : { ca: options.ca }),
        }),
        'secureConnect',
        ms,
        { late: 'certificate-none', failed: certificateCause },
      ),
  };
}
