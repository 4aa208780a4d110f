/** How long logs are kept, as users say it, in days: some of those that CloudWatch Logs takes (PutRetentionPolicy). */
export const LOG_RETENTION_DAYS = {
  "1 day": 1,
  "3 days": 3,
  "5 days": 5,
  "1 week": 7,
  "2 weeks": 14,
  "1 month": 30,
  "2 months": 60,
  "3 months": 90,
  "4 months": 120,
  "5 months": 150,
  "6 months": 180,
  "1 year": 365,
} as const;

export type LogRetention = keyof typeof LOG_RETENTION_DAYS;
