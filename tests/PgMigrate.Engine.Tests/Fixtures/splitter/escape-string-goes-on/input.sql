SELECT E'a'
  'it\'s; on' ; SELECT E'a' -- and;
 -- on
 '\';' ; SELECT E'a' 'b\'; SELECT 2;