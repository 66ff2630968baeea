SELECT o.order_id, o.order_date, o.region, c.segment, o.net_amount
FROM orders o
JOIN customers c USING (customer_id)
WHERE o.order_date IN :period
ORDER BY o.net_amount DESC
LIMIT 20
