import { agendaTitles, type MeetingView } from '@duban/contract';
import { usePlan, useText } from '@duban/portal-kit';
import { Button, Input, Select } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** An item with a name of its own while the list is edited: it has none by itself. */
export type AgendaItem = MeetingView['agenda'][number] & { key: string };

export function keyed(items: MeetingView['agenda']): AgendaItem[] {
  return items.map((item) => ({ ...item, key: crypto.randomUUID() }));
}

type Step = -1 | 1;

/** The item moved one place; the same list where it stands at the end already. */
export function moved<T>(items: readonly T[], at: number, by: Step): T[] {
  const next = [...items];
  const to = at + by;
  const item = next[at];
  if (item === undefined || to < 0 || to >= next.length) return next;
  next.splice(at, 1);
  next.splice(to, 0, item);
  return next;
}

/** The agenda: named, put in order by buttons or Alt+arrows, taken out and added to. */
export function AgendaEditor({
  items,
  onChange,
}: {
  items: readonly AgendaItem[];
  onChange: (items: AgendaItem[]) => void;
}) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const list = useRef<HTMLOListElement>(null);
  const shift = (at: number, by: Step) => {
    onChange(moved(items, at, by));
    // The name keeps the keyboard, so that it can be moved on.
    requestAnimationFrame(() => list.current?.querySelectorAll('input')[at + by]?.focus());
  };
  const left = plan.areas.filter(
    (area) => area.enabled && !items.some((item) => item.kind === 'area' && item.areaId === area.id),
  );
  const append = (item: MeetingView['agenda'][number]) => onChange([...items, ...keyed([item])]);
  const add = (choice: string) => {
    const area = left.find((each) => each.id === choice);
    if (area) return append({ kind: 'area', areaId: area.id, title: text(area.title) });
    const kind = choice as Exclude<AgendaItem['kind'], 'area'>;
    return append({ kind, areaId: null, title: kind === 'free' ? '' : text(agendaTitles[kind]) });
  };
  const has = (kind: AgendaItem['kind']) => items.some((item) => item.kind === kind);
  return (
    <fieldset className="agenda-editor">
      <legend>{t('agenda.title')}</legend>
      <p className="field-hint">{t('agenda.keys')}</p>
      <ol ref={list}>
        {items.map((item, at) => (
          <li key={item.key}>
            <Input
              aria-label={t('agenda.item', { number: at + 1 })}
              value={item.title}
              maxLength={200}
              onChange={(event) =>
                onChange(
                  items.map((each, place) => (place === at ? { ...each, title: event.target.value } : each)),
                )
              }
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                event.preventDefault();
                shift(at, event.key === 'ArrowUp' ? -1 : 1);
              }}
            />
            <Button
              size="small"
              disabled={at === 0}
              aria-label={t('agenda.up', { item: item.title })}
              onClick={() => shift(at, -1)}
            >
              ↑
            </Button>
            <Button
              size="small"
              disabled={at === items.length - 1}
              aria-label={t('agenda.down', { item: item.title })}
              onClick={() => shift(at, 1)}
            >
              ↓
            </Button>
            <Button
              size="small"
              aria-label={t('agenda.remove', { item: item.title })}
              onClick={() => onChange(items.filter((_, place) => place !== at))}
            >
              ×
            </Button>
          </li>
        ))}
      </ol>
      <Select
        className="agenda-add"
        aria-label={t('agenda.add')}
        placeholder={t('agenda.add')}
        value={null}
        onChange={(choice: string | null) => choice && add(choice)}
        options={[
          ...(['last-decisions', 'exceptions'] as const)
            .filter((kind) => !has(kind))
            .map((kind) => ({ value: kind, label: text(agendaTitles[kind]) })),
          { value: 'free', label: t('agenda.free') },
          ...left.map((area) => ({ value: area.id, label: text(area.title) })),
        ]}
      />
    </fieldset>
  );
}
