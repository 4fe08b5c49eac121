import {
  type CarryOverOffer,
  type CarryOverPage,
  type PlanView,
  type TaskMovesResult,
  taskStateTitles,
} from '@duban/contract';
import { api, formatTarget, QueryView, queries, useChange, useLanguage, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkFrame } from '../../parts/bulk-frame.js';
import { BulkList } from '../../parts/bulk-list.js';
import { Dialog } from '../../parts/dialog.js';
import { touchedByTask } from '../task/task-queries.js';

/** What was chosen, and the stage of each target that was set for it; null: to be set later. */
interface Choice {
  ids: ReadonlySet<string>;
  stages: Readonly<Record<string, number | null>>;
}
const labelOf = ({ number, title }: Pick<CarryOverOffer, 'number' | 'title'>) =>
  [number, title].filter((part) => part !== null).join('. ');

/** 结转: first which tasks go on and their yearly stages, then what would come of each, then what came of it. */
export default function CarryOver({ plan, onClose }: { plan: PlanView; onClose: () => void }) {
  const { t } = useTranslation('year');
  const [chosen, setChosen] = useState<{ offers: CarryOverOffer[]; choice: Choice } | null>(null);
  const offers = useQuery({
    queryKey: ['carry-overs', plan.id],
    // Rows stand as they were when it opened.
    gcTime: 0,
    staleTime: Infinity,
    queryFn: ({ signal }) => api.get<CarryOverPage>(`/api/plans/${plan.id}/carry-overs`, {}, signal),
  });
  if (chosen) return <Carry plan={plan} {...chosen} onClose={onClose} />;
  if (offers.data)
    return <Choose offers={offers.data} onChosen={setChosen} onClose={onClose} title={t('carry')} />;
  return (
    <Dialog open title={t('carry')} footer={null} onCancel={onClose}>
      <QueryView query={offers} lines={4}>
        {() => null}
      </QueryView>
    </Dialog>
  );
}

function Choose({
  offers,
  title,
  onChosen,
  onClose,
}: {
  offers: CarryOverPage;
  title: string;
  onChosen: (chosen: { offers: CarryOverOffer[]; choice: Choice }) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('year');
  const text = useText();
  const open = offers.items.filter((each) => each.carriedInto === null);
  const gone = offers.items.length - open.length;
  const [choice, setChoice] = useState<Choice>({
    ids: new Set(open.filter((each) => each.isMultiYear).map((each) => each.id)),
    stages: Object.fromEntries(open.flatMap((each) => each.targets.map(({ id, value }) => [id, value]))),
  });
  const all = open.length > 0 && choice.ids.size === open.length;
  const choose = (ids: readonly string[]) => setChoice((before) => ({ ...before, ids: new Set(ids) }));
  return (
    <Dialog
      open
      width={720}
      title={title}
      onCancel={onClose}
      footer={
        <Button
          type="primary"
          disabled={choice.ids.size === 0}
          onClick={() => onChosen({ offers: open.filter((each) => choice.ids.has(each.id)), choice })}
        >
          {t('preview', { count: choice.ids.size })}
        </Button>
      }
    >
      <div className="dialog-form">
        <p className="dialog-note">{t('carryNote', { title: offers.nextPlan?.title })}</p>
        {gone > 0 ? <p>{t('gone', { count: gone })}</p> : null}
        {open.length === 0 ? <p>{t('none')}</p> : null}
        {open.length > 0 ? (
          <Checkbox
            checked={all}
            indeterminate={!all && choice.ids.size > 0}
            onChange={() => choose(all ? [] : open.map((each) => each.id))}
          >
            {t('all', { count: open.length })}
          </Checkbox>
        ) : null}
      </div>
      <BulkList label={title}>
        {open.map((task) => (
          <li key={task.id} className="carry-row">
            <Checkbox
              checked={choice.ids.has(task.id)}
              onChange={({ target }) =>
                choose(
                  target.checked ? [...choice.ids, task.id] : [...choice.ids].filter((id) => id !== task.id),
                )
              }
            >
              {labelOf(task)}
            </Checkbox>
            <span className="under">
              {[
                text(taskStateTitles[task.state]),
                task.leadUnit?.name,
                task.isMultiYear ? t('until', { date: task.multiYearUntil }) : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {choice.ids.has(task.id) ? (
              <Stages
                task={task}
                year={offers.nextPlan?.year}
                stages={choice.stages}
                onStage={(id, value) =>
                  setChoice((before) => ({ ...before, stages: { ...before.stages, [id]: value } }))
                }
              />
            ) : null}
          </li>
        ))}
      </BulkList>
    </Dialog>
  );
}

/** 年度阶段目标: what each target of the task asks for next year, beside what it asked for. */
function Stages({
  task,
  year,
  stages,
  onStage,
}: {
  task: CarryOverOffer;
  year: number | undefined;
  stages: Choice['stages'];
  onStage: (targetId: string, value: number | null) => void;
}) {
  const { t } = useTranslation('year');
  const text = useText();
  const language = useLanguage();
  const metrics = useQuery(queries.metrics(task.areaId));
  return task.targets.map((target) => {
    const title =
      text(metrics.data?.items.find((each) => each.key === target.metric)?.title) || target.metric;
    return (
      <div key={target.id} className="carry-stage">
        <span>
          {title}{' '}
          <span className="dim">
            {target.value === null ? t('noValue') : formatTarget(target, target.measure, language)}
          </span>
        </span>
        <InputNumber
          min={0}
          aria-label={t('stageOf', { metric: title, year })}
          suffix={target.measure}
          placeholder={t('later')}
          value={stages[target.id] ?? null}
          onChange={(value) => onStage(target.id, value)}
        />
      </div>
    );
  });
}

function Carry({
  plan,
  offers,
  choice,
  onClose,
}: {
  plan: PlanView;
  offers: CarryOverOffer[];
  choice: Choice;
  onClose: () => void;
}) {
  const { t } = useTranslation('year');
  const path = `/api/plans/${plan.id}/carry-overs`;
  const body = useMemo(
    () => ({
      ids: offers.map((each) => each.id),
      versions: offers.map((each) => each.version),
      stages: offers
        .flatMap((each) => each.targets)
        .flatMap(({ id }) => {
          const value = choice.stages[id] ?? null;
          return value === null ? [] : [{ targetId: id, value }];
        }),
    }),
    [offers, choice],
  );
  const preview = useQuery({
    queryKey: ['carry-overs', 'preview', body],
    gcTime: 0,
    staleTime: Infinity,
    queryFn: ({ signal }) => api.post<TaskMovesResult>(path, { ...body, dryRun: true }, { signal }),
  });
  const change = useChange(
    (given: typeof body) => api.post<TaskMovesResult>(path, given),
    [...touchedByTask, ['plans'], ['targets']],
  );
  const possible = preview.data?.results.filter((each) => each.outcome === 'possible').length ?? 0;
  return (
    <BulkFrame
      title={t('carry')}
      rows={offers.map((each) => ({ id: each.id, label: labelOf(each) }))}
      outcomes={(change.data ?? preview.data)?.results}
      finished={change.data}
      act={{
        label: t('carryCount', { count: possible }),
        loading: change.isPending || preview.isLoading,
        disabled: possible === 0,
        autoFocus: true,
        onClick: () => change.mutate(body),
      }}
      error={preview.error ?? change.error}
      shownAt={[]}
      onClose={onClose}
    />
  );
}
