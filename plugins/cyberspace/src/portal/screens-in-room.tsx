import { formatNumber, type SlotProps, useLanguage, useText } from '@duban/portal-kit';
import { rates } from './funnel.js';
import { kinds, words } from './words.js';

/** For the big screen: of each kind of screen all, those under control, and the share as a bar with its number. */
export default function ScreensInRoom({ snapshot }: SlotProps['room']) {
  const text = useText();
  const language = useLanguage();
  const metrics = snapshot.board.areas.flatMap((area) => area.metrics);
  return (
    <div style={{ display: 'grid', gap: '0.8em', paddingTop: '0.4em' }}>
      {rates.map((key, at) => {
        const metric = metrics.find((each) => each.key === key);
        const share = metric?.yearToDate ?? metric?.value ?? null;
        return (
          <div key={key}>
            <div style={{ display: 'flex', justifyContent: 'space-between', gap: '1em' }}>
              <span>{text(kinds[at])}</span>
              <span className="figure">
                {share === null ? (
                  text(words.none)
                ) : (
                  <>
                    {text(words.controlled)} {formatNumber(metric?.numerator, language)} /{' '}
                    {formatNumber(metric?.denominator, language)} <b>{formatNumber(share, language, 1)}%</b>
                  </>
                )}
              </span>
            </div>
            <div style={{ height: '1.1em', background: 'var(--surface)', border: '1px solid var(--line)' }}>
              <div
                style={{
                  height: '100%',
                  width: `${Math.min(100, share ?? 0)}%`,
                  background: 'var(--chart-main)',
                }}
              />
            </div>
          </div>
        );
      })}
    </div>
  );
}
