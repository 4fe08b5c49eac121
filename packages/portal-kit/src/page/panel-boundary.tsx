import { Component, type ReactNode } from 'react';
import { useKitText } from '../text/use-text.js';

/** Keeps a part that throws from taking the page with it. `name` is what the reader knows it by. */
export class PanelBoundary extends Component<
  { name: string; children: ReactNode },
  { failed: Error | null }
> {
  override state: { failed: Error | null } = { failed: null };

  static getDerivedStateFromError(failed: unknown) {
    return { failed: failed instanceof Error ? failed : new Error(String(failed)) };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <PanelFailure name={this.props.name} cause={this.state.failed.message} />;
  }
}

function PanelFailure({ name, cause }: { name: string; cause: string }) {
  const t = useKitText();
  return (
    <div className="state" role="alert">
      <p className="state-title">{t('state.panel', { name })}</p>
      <p className="state-hint">{t('state.panelHint')}</p>
      <p className="state-request">
        <code>{cause}</code>
      </p>
    </div>
  );
}
