import type { AreaConfig, AreaConfigView } from '@duban/contract';
import { PortalLink, Section, useText } from '@duban/portal-kit';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import type { ConfigDraft } from './config-draft.js';

type ClosedUnit = AreaConfigView['closedUnits'][number];

/** What still names a closed unit: to be looked at in its tab, or given to the unit that took it over. */
export function ClosedUnits({
  areaId,
  units,
  draft,
}: {
  areaId: string;
  units: readonly ClosedUnit[];
  draft: ConfigDraft;
}) {
  const { t } = useTranslation('plugins');
  const text = useText();
  return (
    <Section title={t('closedUnits.title')} note={t('closedUnits.note')}>
      <ul className="section-body plugin-closed">
        {units.map((each) => {
          const { path, title, unit, successor, proposed } = each;
          const tab = path.split('.')[0] ?? 'own';
          const still = !proposed && names(draft.value, each);
          return (
            <li key={`${path} ${unit.id} ${proposed}`}>
              {proposed ? (
                text(title)
              ) : (
                <PortalLink href={addresses.plugin(areaId, { tab })}>{text(title)}</PortalLink>
              )}{' '}
              <span className="dim">
                {successor
                  ? t('closedUnits.merged', { unit: unit.name, successor: successor.name })
                  : t('closedUnits.closed', { unit: unit.name })}
                {proposed ? ` · ${t('closedUnits.proposed')}` : ''}
              </span>{' '}
              {still && successor ? (
                <Button size="small" onClick={() => replace(draft, each, successor.id)}>
                  {t('closedUnits.replace', { unit: successor.name })}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** Whether the draft names the unit at the place. */
function names(value: AreaConfig, { path, unit }: ClosedUnit): boolean {
  const [section, key = ''] = path.split('.');
  if (section === 'duties') return !!value.duties[key]?.unitIds.includes(unit.id);
  if (section === 'targets') return value.targets.some((target) => target.unitId === unit.id);
  return value.own[key] === unit.id;
}

/** Puts the other unit where the draft names the closed one, once. */
function replace(draft: ConfigDraft, { path, unit }: ClosedUnit, otherId: string): void {
  const [section, key = ''] = path.split('.');
  const { duties, targets, own } = draft.value;
  const duty = duties[key];
  const other = (id: string) => (id === unit.id ? otherId : id);
  if (section === 'duties' && duty)
    draft.set('duties', { ...duties, [key]: { ...duty, unitIds: [...new Set(duty.unitIds.map(other))] } });
  else if (section === 'targets')
    draft.set(
      'targets',
      targets.map((target) => ({ ...target, unitId: other(target.unitId) })),
    );
  else draft.set('own', { ...own, [key]: otherId });
}
