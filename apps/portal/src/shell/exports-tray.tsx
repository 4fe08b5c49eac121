import { FileTextOutlined } from '@ant-design/icons';
import { exportTitles } from '@duban/contract';
import { EmptyState, PortalLink, QueryView, useCan, useText } from '@duban/portal-kit';
import { Badge, Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses } from '../app/addresses.js';
import { ExportState } from '../parts/export-state.js';
import { isOpen, useExports } from '../parts/exports.js';

const shown = 6;

/** 我的文件: documents that are being made, wherever one has gone meanwhile, and the newest that are done. */
export function ExportsTray() {
  const { t } = useTranslation('exports');
  const can = useCan();
  const [open, setOpen] = useState(false);
  const { data } = useExports(can('plan.read'));
  const running = data?.items.filter(isOpen).length ?? 0;
  if (!can('plan.read')) return null;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={<List onGo={() => setOpen(false)} />}
    >
      <Button
        type="text"
        aria-label={running > 0 ? t('running', { count: running }) : t('title')}
        icon={
          <Badge count={running} size="small">
            <FileTextOutlined />
          </Badge>
        }
      />
    </Popover>
  );
}

function List({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation('exports');
  const text = useText();
  const exports = useExports();
  return (
    <section className="exports-panel" aria-label={t('title')}>
      <QueryView query={exports} lines={4}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('none')} hint={t('noneHint')} />
          ) : (
            <>
              <ul className="exports-list">
                {items.slice(0, shown).map((job) => (
                  <li key={job.id}>
                    <div>
                      {text(exportTitles[job.kind])} <span className="dim">{job.title}</span>
                    </div>
                    <ExportState job={job} />
                  </li>
                ))}
              </ul>
              <PortalLink href={addresses.exports} onGo={onGo}>
                {t('all')}
              </PortalLink>
            </>
          )
        }
      </QueryView>
    </section>
  );
}
