import { freezableStates, type MaterialView, type MeetingView, type UrgedMaterials } from '@duban/contract';
import { api, QueryView, Section, useCan, useChange, usePlan, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAllows } from '../../app/use-allows.js';
import { printTime } from '../../parts/print-time.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { MaterialDrawer } from './material-drawer.js';
import { meetingPath, meetingReads, touchedByMeeting } from './meeting-queries.js';

const route = getRouteApi('/shell/meetings/$meetingId');

/** What each area has handed in, late ones marked; an area lead writes the own area's. */
export function Materials({ meeting }: { meeting: MeetingView }) {
  const { t } = useTranslation('meetings');
  const text = useText();
  const plan = usePlan();
  const can = useCan();
  const allows = useAllows();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const open = (area: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, tab: 'materials' as const, area }) });
  const materials = useQuery(meetingReads.materials(meeting.id));
  const collects = freezableStates.includes(meeting.state);
  const titleOf = (areaId: string) => text(plan.areas.find((area) => area.id === areaId)?.title) || areaId;
  const urges = can('meeting.keep') && meeting.state === 'collecting';
  const late = materials.data?.items.filter(isLate) ?? [];
  const urge = useChange<{ areaId?: string }, UrgedMaterials>(
    (given, idempotencyKey) =>
      api.post(meetingPath(meeting.id, '/materials/urgings'), given, { idempotencyKey }),
    touchedByMeeting,
  );
  const outcomes = [
    { key: 'urgedNow', areas: urge.data?.urged ?? [] },
    { key: 'urgedBefore', areas: urge.data?.already ?? [] },
    { key: 'unled', areas: urge.data?.unled ?? [] },
  ];
  const shown = materials.data?.items.find((each) => each.areaId === search.area);
  return (
    <Section
      title={t('tab.materials')}
      note={
        materials.data
          ? t('material.note', {
              received: materials.data.items.filter((each) => each.at !== null).length,
              all: materials.data.items.length,
              by: meeting.collectBy,
            })
          : null
      }
      extra={
        urges && late.length > 1 ? (
          <Button size="small" loading={urge.isPending} onClick={() => urge.mutate({})}>
            {t('material.urgeAll')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={urge.error} />
      {urge.data ? (
        <div className="section-body" role="status">
          {outcomes
            .filter(({ areas }) => areas.length > 0)
            .map(({ key, areas }) => (
              <div key={key}>{t(`material.${key}`, { areas: areas.map(titleOf).join(t('comma')) })}</div>
            ))}
        </div>
      ) : null}
      <QueryView query={materials} lines={10}>
        {({ items }) => (
          <div className="table-box">
            <table className="grid" aria-label={t('tab.materials')}>
              <thead>
                <tr>
                  <th scope="col">{t('area')}</th>
                  <th scope="col">{t('material.state')}</th>
                  <th scope="col" className="grow wide-only">
                    {t('material.matters')}
                  </th>
                  <th scope="col" className="wide-only">
                    {t('material.by')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={each.areaId}>
                    <th scope="row" className="material-area">
                      <button type="button" className="figure-button" onClick={() => open(each.areaId)}>
                        {titleOf(each.areaId)}
                      </button>
                    </th>
                    <td>
                      <HandedIn material={each} />
                      {each.inSnapshot === false ? (
                        <span className="under material-late">{t('material.notInSnapshot')}</span>
                      ) : null}
                      {each.urgedOn ? (
                        <span className="under figure">
                          {t('material.urged', { count: each.urged, date: each.urgedOn })}
                        </span>
                      ) : null}
                      {urges && isLate(each) ? (
                        <div>
                          <Button
                            size="small"
                            aria-label={`${t('material.urge')} ${titleOf(each.areaId)}`}
                            disabled={each.urgedOn === plan.businessDate}
                            loading={urge.isPending && urge.variables.areaId === each.areaId}
                            onClick={() => urge.mutate({ areaId: each.areaId })}
                          >
                            {t('material.urge')}
                          </Button>
                        </div>
                      ) : null}
                    </td>
                    <td className="grow wide-only">
                      {each.matters.length > 0 ? (
                        <ol className="matters">
                          {each.matters.map((matter) => (
                            <li key={matter}>{matter}</li>
                          ))}
                        </ol>
                      ) : null}
                    </td>
                    <td className="wide-only figure">
                      {each.at ? `${each.by?.name ?? ''} ${printTime(each.at)}` : ''}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </QueryView>
      {shown ? (
        <MaterialDrawer
          meeting={meeting}
          material={shown}
          title={titleOf(shown.areaId)}
          writes={collects && allows('meeting.collect', { areaId: shown.areaId })}
          onClose={() => open(undefined)}
        />
      ) : null}
    </Section>
  );
}

/** Not handed in, and the date has passed. */
const isLate = (material: MaterialView) => material.late && material.at === null;

function HandedIn({ material }: { material: MaterialView }) {
  const { t } = useTranslation('meetings');
  const key = material.at ? (material.late ? 'inLate' : 'in') : material.late ? 'missingLate' : 'missing';
  return <span className={material.late ? 'material-late' : undefined}>{t(`material.${key}`)}</span>;
}
