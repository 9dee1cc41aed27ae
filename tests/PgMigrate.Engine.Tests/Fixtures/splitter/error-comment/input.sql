SELECT 1;
  /* open /* closed */
SELECT 2;