import type { ExpectationView } from '@duban/contract';
import { api, asProblem, usePeriodText, usePlan } from '@duban/portal-kit';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkList } from '../../parts/bulk-list.js';
import { Dialog } from '../../parts/dialog.js';
import { DateField, Labelled } from '../../parts/labelled.js';

/** Who is urged over what: one slip for each task and unit, naming its periods. */
interface Slip {
  taskId: string;
  unitId: string;
  unitName: string;
  periods: string[];
}

function slipsOf(late: readonly ExpectationView[]): Slip[] {
  const slips = new Map<string, Slip>();
  for (const { taskId, unitId, unitName, period } of late) {
    const key = `${taskId} ${unitId}`;
    const slip = slips.get(key) ?? { taskId, unitId, unitName, periods: [] };
    slip.periods.push(period);
    slips.set(key, slip);
  }
  return [...slips.values()];
}

/** Urges every unit of the late reports, after showing whom and what; tells for each what came of it. */
export function UrgeDialog({ late, onClose }: { late: readonly ExpectationView[]; onClose: () => void }) {
  const { t } = useTranslation('area');
  const periodText = usePeriodText();
  const plan = usePlan();
  const client = useQueryClient();
  const slips = useMemo(() => slipsOf(late), [late]);
  const [answerBy, setAnswerBy] = useState<string | null>(null);
  const [text, setText] = useState(t('urge.text'));
  const [results, setResults] = useState<(string | null)[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [keys] = useState(() => slips.map(() => crypto.randomUUID()));
  const urge = async () => {
    setBusy(true);
    const said: (string | null)[] = [];
    for (const [at, slip] of slips.entries()) {
      const body = {
        unitId: slip.unitId,
        text: `${text} ${slip.periods.map(periodText).join('、')}`,
        answerBy,
      };
      said.push(
        await api.post(`/api/tasks/${slip.taskId}/urgings`, body, { idempotencyKey: keys[at] }).then(
          () => null,
          (error: unknown) => asProblem(error).detail || asProblem(error).code,
        ),
      );
      setResults([...said]);
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['urgings'] });
  };
  const isDone = results !== null && !busy;
  return (
    <Dialog
      open
      title={t('urge.title', { count: slips.length })}
      onCancel={onClose}
      footer={
        isDone ? (
          <Button onClick={onClose}>{t('close', { ns: 'change' })}</Button>
        ) : (
          <Button
            type="primary"
            loading={busy}
            disabled={!answerBy || !text.trim()}
            onClick={() => void urge()}
          >
            {t('urge.send')}
          </Button>
        )
      }
    >
      <div className="dialog-form">
        <Labelled label={t('urge.words')}>
          {(props) => (
            <Input.TextArea
              {...props}
              autoSize={{ minRows: 2 }}
              maxLength={1500}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Labelled>
        <Labelled label={t('urge.answerBy')}>
          {(props) => (
            <DateField {...props} value={answerBy} min={plan.businessDate} onChange={setAnswerBy} />
          )}
        </Labelled>
      </div>
      <BulkList label={t('urge.title', { count: slips.length })}>
        {slips.map((slip, at) => (
          <li key={`${slip.taskId} ${slip.unitId}`}>
            {slip.unitName} · {slip.periods.map(periodText).join('、')}
            {results && at < results.length ? (
              <span className="dim"> · {results[at] ?? t('urge.sent')}</span>
            ) : null}
          </li>
        ))}
      </BulkList>
    </Dialog>
  );
}
