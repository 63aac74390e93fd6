// The drivers' log as a dense table: when, which device, what, why. It holds no data of a person, so nothing is hidden.
import type { DeviceLogRow } from '#core/contract/kiosk/device-view.ts';
import { dayAndTime } from '#renderer/ui/format.ts';
import { useText } from '#renderer/ui/language.ts';
import { driverName } from './driver-name.ts';

const columns = ['at', 'device', 'act', 'problem', 'took', 'quality'] as const;
/** The newest; the rest is in the kiosk's own log. */
const rowsShown = 30;

export function LogTable({ rows }: { readonly rows: readonly DeviceLogRow[] }) {
  const { t, locale } = useText();
  return (
    <section aria-labelledby="log-heading" className="flex flex-col gap-3">
      <h2 id="log-heading" className="text-lead font-semibold">
        {t('app:devices.log')}
      </h2>
      {rows.length === 0 ? (
        <p className="text-ink-2">{t('app:devices.logEmpty')}</p>
      ) : (
        <div className="shrink-0 overflow-x-auto rounded-card border border-line bg-white">
          <table className="w-full border-collapse text-left">
            <thead className="bg-paper-2">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col" className="px-3 py-2 font-semibold whitespace-nowrap">
                    {t(`app:devices.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, rowsShown).map((row, place) => (
                // Rows have no name of their own; the newest pushes all others down.
                // oxlint-disable-next-line react/no-array-index-key -- as said
                <tr key={rows.length - place} className="border-t border-line">
                  <td className="px-3 py-1 whitespace-nowrap tabular-nums">{dayAndTime(row.at, locale)}</td>
                  <td className="px-3 py-1">{row.device === '' ? driverName(t, row.driver) : row.device}</td>
                  <td className="px-3 py-1 whitespace-nowrap">{t(`app:devices.act.${row.act}`)}</td>
                  <td className="min-w-48 px-3 py-1">
                    {row.problem !== null && t(`words:scanner.${row.problem}`)}
                    {row.code !== null && ` (${row.code})`}
                  </td>
                  <td className="px-3 py-1 whitespace-nowrap tabular-nums">
                    {row.tookMs !== null && t('app:devices.ms', { ms: row.tookMs })}
                  </td>
                  <td className="px-3 py-1 tabular-nums">{row.quality}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
