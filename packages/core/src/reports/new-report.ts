export interface NewReport {
  planId: string;
  areaId: string;
  formKey: string;
  taskId?: string | undefined;
  unitId: string;
  period: string;
  data: Record<string, unknown>;
  mode: 'filled' | 'zero' | 'no-progress';
}
