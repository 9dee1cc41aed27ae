-- one; two
/* three; */

-- last, no line end