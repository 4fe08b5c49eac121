import type { ReportView } from '@duban/contract';
import { checkReport, queries, ReportForm, type ReportFormProps, Section, useText } from '@duban/portal-kit';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { Alert, Button, Input, Modal } from 'antd';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '../../parts/labelled.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { ConflictDialog } from './conflict-dialog.js';
import { quickFits, quickModeOf, useQuickReport } from './quick-report.js';
import type { ReportContext } from './report-queries.js';
import type { ReportSubject } from './report-search.js';
import { SaveState } from './save-state.js';
import { listOf, toFirstFault, toFirstField, toNextField } from './step.js';
import { useDraft } from './use-draft.js';
import type { ShownForm } from './use-report-form.js';
import { useReportMove } from './use-report-move.js';
import { useValueHistory } from './value-history.js';

const route = getRouteApi('/shell/reports/$reportId');

interface Props {
  subject: ReportSubject;
  report: ReportView | null;
  form: ShownForm;
  context: ReportContext | undefined;
  targets: Record<string, string>;
  widgetFor: ReportFormProps['widgetFor'];
}

/** A report being filled in. It saves itself; Enter goes on, Ctrl+Enter submits. */
export function EditReport({ subject, report, form, context, targets, widgetFor }: Props) {
  const { t } = useTranslation('report');
  const text = useText();
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const units = useQuery(queries.units());
  const box = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const [submitting, setSubmitting] = useState(false);
  /** Set while the page itself changes its address, which is no leaving. */
  const settling = useRef(false);

  const show = (answer: ReportView) => {
    if (report !== null) return;
    settling.current = true;
    void navigate({
      to: '/reports/$reportId',
      params: { reportId: answer.id },
      search: {},
      replace: true,
    }).finally(() => {
      settling.current = false;
    });
  };
  const isNew = useRef(report === null);
  useEffect(() => {
    if (isNew.current) toFirstField(box.current);
  }, []);
  const { keeper, state } = useDraft(subject, form, report, show);
  const { draft } = state;
  const move = useReportMove(state.report?.id);
  const mode = quickModeOf(form);
  const quick = useQuickReport(subject, form, state.report, (answer) => {
    keeper.adopt(answer);
    client.setQueryData(queries.report(answer.id).queryKey, answer);
    show(answer);
  });
  /** One at a time, however often a button or a key is pressed. */
  const busy = useRef(false);
  const findings = useMemo(() => checkReport(form, draft.data), [form, draft.data]);
  const warned = findings.checks.some((check) => check.severity === 'warning');
  const needsComment = warned && draft.comment.trim() === '';

  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: () => keeper.now().status !== 'clean',
    shouldBlockFn: async ({ current, next }) => {
      if (settling.current || current.pathname === next.pathname) return false;
      await keeper.flush();
      return keeper.now().status !== 'clean';
    },
  });

  const submit = async () => {
    if (busy.current) return undefined;
    setTried(true);
    move.reset();
    quick.reset();
    const faulty = findings.issues.length > 0 || findings.checks.some((check) => check.severity === 'error');
    if (faulty || needsComment) return requestAnimationFrame(() => toFirstFault(box.current));
    busy.current = true;
    setSubmitting(true);
    try {
      await keeper.flush();
      // A comment of a report that has just begun goes with a second sending.
      if (keeper.now().status !== 'clean') await keeper.flush();
      const { report: saved, status } = keeper.now();
      if (!saved || status !== 'clean') return undefined;
      const answer = await move.mutateAsync({ move: 'submit', version: saved.version }).catch(() => null);
      if (answer) client.setQueryData(queries.report(answer.id).queryKey, answer);
    } finally {
      busy.current = false;
      setSubmitting(false);
    }
    return undefined;
  };
  const submitQuick = async () => {
    if (busy.current) return;
    busy.current = true;
    move.reset();
    await quick.mutateAsync().catch(() => {
      setTried(true);
      requestAnimationFrame(() => toFirstFault(box.current));
    });
    busy.current = false;
  };
  const toNext = (event: KeyboardEvent) => {
    if (!toNextField(event.target, box.current)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The marks are no stops on the way through the form: this key is how the keyboard gets to them.
    if (event.altKey && event.code === 'KeyH' && event.target instanceof HTMLElement) {
      event.preventDefault();
      event.target.closest('.field')?.querySelector<HTMLElement>('.history-mark')?.click();
    }
    if (!isEnter(event)) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      void submit();
    } else if (!listOf(event.target)) toNext(event);
  };
  // A list hears of Enter after us: it would open again. A calendar has to hear of it first: it takes the date.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (isEnter(event) && !event.ctrlKey && !event.metaKey && listOf(event.target)) toNext(event);
  };
  // What stands in the fields is saved first: the history holds it too.
  const history = useValueHistory(form, state.report?.id, () => keeper.flush());
  const reload = () => {
    move.reset();
    quick.reset();
    void client.invalidateQueries({ queryKey: ['reports'] });
  };

  return (
    <form
      ref={box}
      className="page"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={onKeyDown}
      onKeyDownCapture={onKeyDownCapture}
    >
      <Section title={t('content')} note={t('keys')}>
        <div className="section-body">
          {state.restored ? (
            <Alert className="restored" type="info" showIcon closable title={t('restored')} />
          ) : null}
          <ReportForm
            form={form}
            data={draft.data}
            onChange={(data) => keeper.change({ ...draft, data })}
            last={context?.last}
            yearToDate={context?.yearToDate}
            targets={targets}
            refused={state.refused}
            showAll={tried}
            units={units.data?.items.filter((unit) => unit.closedOn === null)}
            widgetFor={widgetFor}
            markFor={history.markFor}
          />
          {warned || draft.comment ? (
            <Labelled
              label={t('comment.title')}
              optional={!warned}
              said={state.refused.comment ?? (tried && needsComment ? t('comment.needed') : null)}
              hint={t('comment.hint')}
            >
              {(props) => (
                <Input.TextArea
                  {...props}
                  className="comment"
                  autoSize={{ minRows: 2, maxRows: 8 }}
                  maxLength={2000}
                  value={draft.comment}
                  onChange={(event) => keeper.change({ ...draft, comment: event.target.value })}
                />
              )}
            </Labelled>
          ) : null}
        </div>
      </Section>
      <ProblemNote
        error={move.error ?? quick.error ?? (Object.keys(state.refused).length === 0 ? state.problem : null)}
        onReload={reload}
      />
      <div className="report-bar">
        <SaveState state={state} />
        <span className="top-space" />
        {mode && state.status === 'clean' && quickFits(form, state.report, draft) ? (
          <Button loading={quick.isPending} title={t(`quick.${mode}`)} onClick={() => void submitQuick()}>
            {t(`mode.${mode}`)}
          </Button>
        ) : null}
        <Button type="primary" htmlType="submit" loading={submitting} aria-keyshortcuts="Control+Enter">
          {t('submit')}
        </Button>
      </div>
      {history.drawer}
      {state.theirs ? (
        <ConflictDialog
          form={form}
          mine={draft}
          base={state.base}
          theirs={state.theirs}
          onSettle={(chosen) => {
            if (state.theirs) show(state.theirs);
            keeper.settle(chosen);
          }}
        />
      ) : null}
      <Modal
        open={blocker.status === 'blocked' && state.theirs === null}
        title={t('leave.title')}
        onCancel={() => blocker.reset?.()}
        footer={[
          <Button key="go" onClick={() => blocker.proceed?.()}>
            {t('leave.go')}
          </Button>,
          <Button key="stay" type="primary" onClick={() => blocker.reset?.()}>
            {t('leave.stay')}
          </Button>,
        ]}
      >
        {t('leave.note', { form: text(form.title) })}
      </Modal>
    </form>
  );
}

/** The key itself, not the one that ends a word being composed. */
function isEnter({ key, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !nativeEvent.isComposing && nativeEvent.keyCode !== 229;
}
