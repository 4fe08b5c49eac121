import { Suspense } from 'react';
import { PanelBoundary } from '../page/panel-boundary.js';
import { LoadingState } from '../page/states.js';
import { useCan } from '../session/session.js';
import { useText } from '../text/use-text.js';
import type { AreaPortal, Slot, SlotProps } from './area-portal.js';

/** The panels that an area brings to a slot; nothing where it brings none. One that throws stays alone in it. */
export function AreaSlot<S extends Slot>({
  portal,
  slot,
  given,
}: {
  portal: AreaPortal | null;
  slot: S;
  given: SlotProps[S];
}) {
  const text = useText();
  const can = useCan();
  const panels = portal?.panelsIn(slot).filter((panel) => !panel.permission || can(panel.permission)) ?? [];
  return panels.map((panel) => (
    <section key={panel.key} className="section">
      <div className="section-head">
        <h2>{text(panel.title)}</h2>
      </div>
      <PanelBoundary name={text(panel.title)}>
        <Suspense fallback={<LoadingState lines={3} />}>
          <panel.component {...given} />
        </Suspense>
      </PanelBoundary>
    </section>
  ));
}
