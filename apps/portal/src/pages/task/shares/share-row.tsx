import type { Share } from '@duban/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { AcceptButton } from './accept-button.js';
import { ShareTargetLines } from './share-target-lines.js';

export type ShareDialog =
  | { kind: 'break-down' | 'handler' | 'milestones'; share: Share }
  | { kind: 'complete'; share: Share; milestone: Share['milestones'][number] };

/** One unit's part: what it is to do, whether it took it on, what it owes, and its steps. */
export function ShareRow({
  share,
  below,
  open,
  onToggle,
  onDo,
}: {
  share: Share;
  below: readonly Share[];
  open: boolean;
  onToggle: () => void;
  onDo: (dialog: ShareDialog) => void;
}) {
  const { t } = useTranslation('shares');
  const given = below.filter((each) => each.waivedReason === null);
  const accepted = given.filter((each) => each.acceptedOn !== null).length;
  const acts = share.may.some((each) => each !== 'complete');
  return (
    <tr>
      <th scope="row" className="grow">
        <div className={`share-unit share-depth-${Math.min(share.depth, 3)}`}>
          <b>{share.unit.name}</b>{' '}
          <span className="metric-mark">{t(`role.${share.parentId ? 'part' : share.role}`)}</span>
          {share.waivedReason ? (
            <span className="under">{t('waived', { reason: share.waivedReason })}</span>
          ) : null}
          {share.text ? <div className="share-text">{share.text}</div> : null}
          {share.handler ? (
            <span className="under">{t('handledBy', { name: share.handler.name })}</span>
          ) : null}
          {below.length > 0 ? (
            <span className="under">
              <Button
                size="small"
                type="link"
                className="share-toggle"
                aria-expanded={open}
                aria-label={t('partsOf', { unit: share.unit.name, accepted, count: given.length })}
                onClick={onToggle}
              >
                {open ? '▾' : '▸'} {t('parts', { accepted, count: given.length })}
              </Button>
            </span>
          ) : null}
          {share.milestones.length > 0 ? <Steps share={share} onDo={onDo} /> : null}
          {acts ? (
            <div className="share-acts">
              {share.may.includes('accept') ? (
                <AcceptButton share={share} label={t('acceptOf', { unit: share.unit.name })} />
              ) : null}
              <ShareActions share={share} onDo={onDo} />
            </div>
          ) : null}
        </div>
      </th>
      <td className="figure">
        <Acceptance share={share} />
      </td>
      <td className="share-figures">
        <ShareTargetLines targets={shownTargets(share)} divided={share.divided} />
      </td>
    </tr>
  );
}

/** What holds for every unit of the plan is worth a line where the unit reports it. */
function shownTargets({ parentId, role, targets }: Share): Share['targets'] {
  if (parentId === null && role === 'responsible') return targets;
  return targets.filter((target) => target.source === 'share' || target.actual !== null);
}

/** When the share was taken on, or by when it has to be. Who only cooperates takes nothing on. */
export function Acceptance({ share }: { share: Pick<Share, 'role' | 'acceptedOn' | 'acceptBy' | 'late'> }) {
  const { t } = useTranslation('shares');
  if (share.role === 'cooperating') return <span className="dim">–</span>;
  if (share.acceptedOn)
    return (
      <>
        {share.acceptedOn}
        {share.late ? <span className="under overdue">{t('acceptedLate')}</span> : null}
      </>
    );
  return (
    <>
      <span className={share.late ? 'overdue' : ''}>{t(share.late ? 'late' : 'waiting')}</span>
      {share.acceptBy ? <span className="under">{t('by', { date: share.acceptBy })}</span> : null}
    </>
  );
}

function Steps({ share, onDo }: { share: Share; onDo: (dialog: ShareDialog) => void }) {
  const { t } = useTranslation('shares');
  return (
    <ul className="share-steps" aria-label={t('stepsOf', { unit: share.unit.name })}>
      {share.milestones.map((milestone) => (
        <li key={milestone.id}>
          <span aria-hidden="true">{milestone.doneOn ? '✓' : '○'}</span> {milestone.title}{' '}
          <span className={milestone.late ? 'figure overdue' : 'figure dim'}>
            {milestone.doneOn
              ? t('step.done', { date: milestone.doneOn })
              : t(milestone.late ? 'step.late' : 'step.due', { date: milestone.dueDate })}
          </span>
          {milestone.evidence > 0 ? (
            <span className="dim"> {t('step.evidence', { count: milestone.evidence })}</span>
          ) : null}
          {milestone.note ? <span className="dim"> {milestone.note}</span> : null}
          {milestone.doneOn === null && share.may.includes('complete') ? (
            <Button
              size="small"
              aria-label={t('step.completeOne', { title: milestone.title, unit: share.unit.name })}
              onClick={() => onDo({ kind: 'complete', share, milestone })}
            >
              {t('step.complete')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** What may be done with a share beside accepting it, as buttons. */
function ShareActions({ share, onDo }: { share: Share; onDo: (dialog: ShareDialog) => void }) {
  const { t } = useTranslation('shares');
  return (['break-down', 'handler', 'milestones'] as const)
    .filter((kind) => share.may.includes(kind))
    .map((kind) => (
      <Button
        key={kind}
        size="small"
        aria-label={t(`do.${kind}Of`, { unit: share.unit.name })}
        onClick={() => onDo({ kind, share })}
      >
        {t(`do.${kind}`)}
      </Button>
    ));
}
