DROP VIEW IF EXISTS billing.report;
