SELECT 1;
SELECT 'grφίe';