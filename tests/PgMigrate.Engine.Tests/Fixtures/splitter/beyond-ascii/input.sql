SELECT 'größe;', "naïve;", 日本語, '😀;' AS é;
SELECT 2;