SELECT E'a' -- and;
 -- on
 '\';'