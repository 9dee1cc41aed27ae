SELECT E'a'
  'it\'s; on'