import { queries, useLanguage, useText } from '@duban/portal-kit';
import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A metric's title, and beside it what the number means: 口径, 数据来源, 统计区间. */
export function MetricName({ metric, title }: { metric: string; title: string }) {
  return (
    <span className="metric-name">
      {title} <MetricHelp metric={metric} title={title} />
    </span>
  );
}

/** A button that opens a metric's definition. By mouse, by keyboard, and closed by Escape. */
export function MetricHelp({ metric, title }: { metric: string; title: string }) {
  const { t } = useTranslation('figures');
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      content={<MetricFacts metric={metric} />}
      classNames={{ root: 'metric-popover' }}
    >
      <Button
        type="text"
        size="small"
        className="metric-help"
        aria-label={t('definitionOf', { metric: title })}
        aria-expanded={open}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false);
        }}
      >
        ?
      </Button>
    </Popover>
  );
}

/** What a metric's number means, where it comes from, and which days it is of. */
export function MetricFacts({ metric }: { metric: string }) {
  const { t } = useTranslation('figures');
  const text = useText();
  const zh = useLanguage() === 'zh';
  const areaId = metric.slice(0, metric.indexOf('.'));
  const metrics = useQuery(queries.metrics(areaId));
  const known = metrics.data?.items.find((each) => each.key === metric);
  if (!known) return null;
  const of = (known.of ?? [])
    .map((key) => text(metrics.data?.items.find((each) => each.key === key)?.title))
    .join(zh ? '、' : ', ');
  return (
    <dl className="facts metric-facts">
      <dt>{t('definition')}</dt>
      <dd>{text(known.definition)}</dd>
      <dt>{t('source')}</dt>
      <dd>{text(known.source)}</dd>
      {known.period ? (
        <>
          <dt>{t('window')}</dt>
          <dd>
            {t(`windows.${known.window ?? 'calendar'}`)} · {t(`each.${known.period}`)}
          </dd>
        </>
      ) : null}
      {of ? (
        <>
          <dt>{t('computedFrom')}</dt>
          <dd>{of}</dd>
        </>
      ) : null}
    </dl>
  );
}
