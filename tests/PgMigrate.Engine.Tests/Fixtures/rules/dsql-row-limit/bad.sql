UPDATE orders SET kind = 'web';
