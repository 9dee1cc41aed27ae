SELECT 1;
-- Ã©ðŸ˜