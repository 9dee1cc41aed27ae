UPDATE orders SET kind = 'web';
DELETE FROM session;
