import type { Colour, LightMonths, Period } from '@duban/contract';
import {
  EmptyState,
  LightShape,
  LightTag,
  PortalLink,
  QueryView,
  queries,
  Section,
  useKitText,
  usePeriodText,
  usePlan,
  useShortPeriod,
  useText,
} from '@duban/portal-kit';
import { Chart } from '@duban/portal-kit/chart';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../../app/addresses.js';
import { chartOf, heatOf, type LitTask, tasksIn } from './light-months.js';
import './lights.css';

interface Props {
  /** One area, its tasks as rows; without it all areas. */
  areaId?: string;
  /** The cell that is open, `<area id> <month>`, as the address keeps it. */
  cell?: string | undefined;
  onCell?: (cell: string | undefined) => void;
}

/** 亮灯走势: how many tasks had which light at each month's end, and where; from a cell to its tasks. */
export function LightsOverTime({ areaId, cell, onCell }: Props) {
  const { t } = useTranslation('lights');
  const plan = usePlan();
  const lights = useQuery(queries.lightMonths(plan.id, areaId));
  return (
    <Section title={t('title')} note={t(areaId ? 'noteArea' : 'note')}>
      <QueryView query={lights} lines={8}>
        {(data) =>
          data.tasks.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <>
              <Months lights={data} />
              {areaId ? (
                <TaskMonths lights={data} />
              ) : (
                <HeatMap lights={data} onCell={(area, month) => onCell?.(`${area} ${month}`)} />
              )}
              <CellTasks lights={data} cell={cell} onClose={() => onCell?.(undefined)} />
            </>
          )
        }
      </QueryView>
    </Section>
  );
}

/** Drawn again only when its data are others: opening a cell leaves it alone. */
const Months = memo(function Months({ lights }: { lights: LightMonths }) {
  const { t } = useTranslation('lights');
  const kit = useKitText();
  const short = useShortPeriod();
  const nameOf = (role: Colour | 'closed') => (role === 'closed' ? t('closed') : kit(`light.${role}`));
  return <Chart data={chartOf(lights, t('months'), nameOf, short)} height={240} />;
});

function Head({ lights, label }: { lights: LightMonths; label: string }) {
  const short = useShortPeriod();
  return (
    <thead>
      <tr>
        <th scope="col" className="grow">
          {label}
        </th>
        {lights.months.map(({ month }) => (
          <th key={month} scope="col" className="center">
            {short(month)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Areas × months, the darker the worse; what a cell counts is written in it. */
function HeatMap({
  lights,
  onCell,
}: {
  lights: LightMonths;
  onCell: (areaId: string, month: Period) => void;
}) {
  const { t } = useTranslation('lights');
  const text = useText();
  const plan = usePlan();
  const kit = useKitText();
  const periodText = usePeriodText();
  const areas = plan.areas.filter((area) => area.enabled);
  return (
    <div className="table-box">
      <table className="grid heat" aria-label={t('heat')}>
        <Head lights={lights} label={t('area')} />
        <tbody>
          {areas.map((area) => (
            <tr key={area.id}>
              <th scope="row" className="grow">
                <span className="row-number">{area.number}</span>
                <PortalLink href={addresses.area(area.id, { tab: 'lights' })}>{text(area.title)}</PortalLink>
              </th>
              {lights.months.map(({ month }) => {
                const heat = heatOf(tasksIn(lights, month, area.id));
                return (
                  <td key={month} className={`center heat-${heat.step}`}>
                    {heat.tasks === 0 ? (
                      <span className="dim">–</span>
                    ) : (
                      <button
                        type="button"
                        className="heat-cell figure"
                        onClick={() => onCell(area.id, month)}
                      >
                        <span className="visually-hidden">
                          {t('cell', { area: text(area.title), month: periodText(month) })}
                        </span>
                        {(['red', 'yellow'] as const).map((colour) =>
                          heat[colour] > 0 ? (
                            <span key={colour} className="heat-count">
                              <span className={`light-tag light-${colour}`}>
                                <LightShape colour={colour} />
                                <span className="visually-hidden">{kit(`light.${colour}`)}</span>
                              </span>
                              {heat[colour]}
                            </span>
                          ) : null,
                        )}
                        {heat.red + heat.yellow === 0 ? (
                          <span className="dim">
                            <span className="visually-hidden">{t('cellTasks')}</span>
                            {heat.tasks}
                          </span>
                        ) : null}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="section-note heat-note">{t('heatNote')}</p>
    </div>
  );
}

/** One area's tasks × months, each cell the light at the month's end. */
function TaskMonths({ lights }: { lights: LightMonths }) {
  const { t } = useTranslation('lights');
  return (
    <div className="table-box">
      <table className="grid heat" aria-label={t('byTask')}>
        <Head lights={lights} label={t('task')} />
        <tbody>
          {lights.tasks.map((task) => (
            <tr key={task.taskId}>
              <th scope="row" className="grow">
                <span className="row-number">{task.number ?? ''}</span>
                <PortalLink href={addresses.task(task.taskId)}>{task.title}</PortalLink>
              </th>
              {lights.months.map(({ month }) => {
                const light = task.months.find((each) => each.month === month);
                return (
                  <td key={month} className="center">
                    {light ? <MonthMark light={light} /> : <span className="dim">–</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MonthMark({ light }: { light: LitTask['light'] }) {
  const { t } = useTranslation('lights');
  const kit = useKitText();
  if (light.closed) return <span className="dim">{t(`mark.${light.closed}`)}</span>;
  if (!light.colour) return <span className="dim">–</span>;
  return (
    <span className={`light-tag light-${light.colour}`} title={kit(`light.${light.colour}`)}>
      <LightShape colour={light.colour} />
      <span className="visually-hidden">{kit(`light.${light.colour}`)}</span>
    </span>
  );
}

/** The tasks of a cell, with the light that each had. */
function CellTasks({
  lights,
  cell,
  onClose,
}: {
  lights: LightMonths;
  cell: string | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('lights');
  const text = useText();
  const plan = usePlan();
  const periodText = usePeriodText();
  const [areaId = '', month = ''] = cell?.split(' ') ?? [];
  const area = plan.areas.find((each) => each.id === areaId);
  if (!area || !lights.months.some((each) => each.month === month)) return null;
  return (
    <Drawer open size={560} onClose={onClose} title={`${text(area.title)} · ${periodText(month)}`}>
      <ul className="lit-tasks">
        {tasksIn(lights, month, areaId).map((task) => (
          <li key={task.taskId}>
            {task.light.closed ? (
              <span className="dim">{t(`closedAs.${task.light.closed}`)}</span>
            ) : (
              <LightTag colour={task.light.colour} compact />
            )}
            <PortalLink href={addresses.task(task.taskId)}>
              {task.number === null ? task.title : `${task.number}. ${task.title}`}
            </PortalLink>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
