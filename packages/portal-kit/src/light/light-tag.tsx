import type { Colour } from '@duban/contract';
import { useKitText } from '../text/use-text.js';

/** Each colour has a shape of its own, so that a light is read without its colour. */
const shapes: Record<Colour, string> = {
  red: 'M3.5 1h5L11 3.5v5L8.5 11h-5L1 8.5v-5z',
  yellow: 'M6 1 11.5 11h-11z',
  green: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  grey: 'M1 4.5h10v3H1z',
};

/** A light's shape alone; what stands beside it must say the word. */
export function LightShape({ colour }: { colour: Colour }) {
  return (
    <svg className={`light-shape light-${colour}`} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <path d={shapes[colour]} />
    </svg>
  );
}

/** A light: shape, word and colour. `null` is a task that has none. `compact` shortens the word. */
export function LightTag({ colour, compact = false }: { colour: Colour | null; compact?: boolean }) {
  const t = useKitText();
  if (colour === null) return <span className="light-tag light-none">{t('light.none')}</span>;
  return (
    <span className={`light-tag light-${colour}`}>
      <LightShape colour={colour} />
      {t(compact ? `lightShort.${colour}` : `light.${colour}`)}
    </span>
  );
}
