SELECT 'a;'
'b\'